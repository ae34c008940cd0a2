import { CodeAgentError, type ErrorCode } from "@tinycodeagent/core";
import { type CreditGiver, creditGiver } from "../cells/credit-giver.ts";
import { sessionBusy } from "../cells/execute-cell.ts";
import type { ConnectionView, Request } from "../wire/index.ts";
import { aborted } from "./aborted.ts";
import { graceMs, nextFrame } from "./clerk-call.ts";

/** Runs a request on the interpreter when no cell runs. */
export type RunExclusively = <T>(run: () => Promise<T>) => Promise<T>;

/** Where requests to an interpreter go. */
export interface InterpreterPlace {
  readonly connection: ConnectionView;
  readonly branch: string;
  readonly exclusively: RunExclusively;
}

/** A request to the interpreter that is no cell. */
export interface InterpreterCall {
  readonly type: string;
  readonly body: Uint8Array;
  /** Milliseconds: to serve it may run the user's code, such as a `repr`. */
  readonly timeMs: number;
  /** The code of the error when the interpreter fails to serve it. */
  readonly failure: ErrorCode;
  readonly signal: AbortSignal | undefined;
}

/** Asks the interpreter when no cell runs. @throws CodeAgentError `SESSION_BUSY`, `ABORTED`, the call's `failure` */
export function callInterpreter(place: InterpreterPlace, call: InterpreterCall): Promise<Uint8Array> {
  return place.exclusively(() => send(place, call));
}

const noTools: Uint8Array = new TextEncoder().encode(
  JSON.stringify({
    ok: false,
    error: { kind: "denied", message: "Tools can be called in cells, and no cell runs." },
  }),
);

async function send({ connection, branch }: InterpreterPlace, call: InterpreterCall): Promise<Uint8Array> {
  const { type, body, timeMs, signal } = call;
  if (signal?.aborted) throw aborted(signal);
  using pending = connection.request();
  const stop = () => connection.send({ type: "abort", branch, request: pending.id });
  signal?.addEventListener("abort", stop, { once: true });
  try {
    const limits = { timeMs, outputBytes: 64 * 1024, spillBytes: 0 };
    connection.send({ type, branch, request: pending.id, limits }, body);
    return await answerTo(pending, call, {
      ...creditGiver(connection, branch, pending.id),
      refuse: id => connection.send({ type: "tool_result", branch, request: pending.id, call: id }, noTools),
    });
  } catch (error) {
    // Nobody waits any more: the interpreter must not go on for ever.
    stop();
    throw error;
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}

// The interpreter is busy until the end: an aborted request is waited for too.
async function answerTo(
  pending: Request,
  { timeMs, signal, failure }: InterpreterCall,
  sender: CreditGiver & { readonly refuse: (toolCall: unknown) => void },
): Promise<Uint8Array> {
  let answer: Uint8Array | undefined;
  while (true) {
    const frame = await nextFrame(pending, { timeoutMs: timeMs + graceMs });
    const { header, body } = frame;
    // What says that it is done comes behind the answer, however large that is.
    sender.give(frame);
    if (header.type === "tool_call") sender.refuse(header.call);
    if (header.type === "refused") throw sessionBusy();
    if (header.type === "reply") answer = body;
    if (header.type !== "end") continue;
    if (signal?.aborted) throw aborted(signal);
    if (answer) return answer;
    const { reason, state } = header;
    throw new CodeAgentError(
      failure,
      `Expected the interpreter to answer, but it ended with ${JSON.stringify(reason)}, and its state was ${state}.`,
      { details: { state } },
    );
  }
}
