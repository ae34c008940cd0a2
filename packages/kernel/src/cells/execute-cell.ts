import {
  type Cell,
  CodeAgentError,
  type ExecutionContext,
  type ExecutionEvent,
  isCodeAgentError,
} from "@tinycodeagent/core";
import { type ConnectionView, maxMessageBytes, type Request } from "../wire/index.ts";
import { creditGiver } from "./credit-giver.ts";
import { outputText } from "./output-text.ts";
import { readEvent } from "./read-event.ts";
import { answerToolCall } from "./tool-call.ts";
import { wireLimits } from "./wire-limits.ts";

/** What a cell runs on. */
export interface CellPlace {
  readonly connection: ConnectionView;
  readonly branch: string;
}

/** Runs one cell on a branch of the kernel and yields its events. Leaving early aborts it and waits for its end. */
export async function* executeCell(
  place: CellPlace,
  cell: Cell,
  context: ExecutionContext,
): AsyncGenerator<ExecutionEvent> {
  const { connection, branch } = place;
  if (context.signal.aborted) {
    yield { type: "end", reason: "aborted", state: "kept", protected: true };
    return;
  }
  const code = encodeCode(cell.code);
  using request = connection.request();
  const abort = () => connection.send({ type: "abort", branch, request: request.id });
  const calls = openCalls();
  context.signal.addEventListener("abort", abort, { once: true });
  let hasEnded = false;
  try {
    const limits = wireLimits(context.limits);
    connection.send({ type: "execute", branch, request: request.id, limits }, code);
    for await (const event of eventsOf(place, request, context, calls)) {
      if (event.type === "end") {
        hasEnded = true;
        calls.cancel();
      }
      yield event;
    }
  } catch (error) {
    // What was refused never began: it has no end.
    hasEnded ||= isCodeAgentError(error, "SESSION_BUSY");
    throw error;
  } finally {
    context.signal.removeEventListener("abort", abort);
    calls.cancel();
    if (!hasEnded) {
      abort();
      await untilEnd(place, request);
    }
  }
}

function encodeCode(code: string): Uint8Array {
  const bytes = new TextEncoder().encode(code);
  if (bytes.length <= maxMessageBytes) return bytes;
  throw new CodeAgentError(
    "OPTION_INVALID",
    `Expected a cell's code of at most ${maxMessageBytes} bytes, got ${bytes.length}. Put data into a variable or a file.`,
  );
}

async function* eventsOf(
  { connection, branch }: CellPlace,
  request: Request,
  context: ExecutionContext,
  calls: OpenCalls,
): AsyncGenerator<ExecutionEvent> {
  const text = outputText();
  const credit = creditGiver(connection, branch, request.id);
  while (true) {
    const frame = await request.inbox.next();
    const { type } = frame.header;
    if (type === "stdout" || type === "stderr")
      for (const event of text.decode(type, frame.body)) yield event;
    else if (type === "refused") throw sessionBusy();
    else if (type === "tool_call") answerToolCall(connection, branch, frame, context, calls.signal());
    else {
      for (const event of text.flush()) yield event;
      const event = readEvent(frame);
      if (event) yield event;
      if (type === "end") return;
    }
    // The reader took it: the program may write as much again.
    credit.give(frame);
  }
}

async function untilEnd({ connection, branch }: CellPlace, request: Request): Promise<void> {
  const credit = creditGiver(connection, branch, request.id);
  try {
    for (let type: unknown; type !== "end" && type !== "refused"; ) {
      const frame = await request.inbox.next();
      ({ type } = frame.header);
      credit.give(frame);
    }
  } catch {
    // The kernel is gone, and the cell with it.
  }
}

/** The error of what is asked of a session that runs something. */
export function sessionBusy(): CodeAgentError {
  return new CodeAgentError(
    "SESSION_BUSY",
    "Expected a session without a running cell, but one runs. Await its result, or abort it.",
  );
}

/** The signal of the calls that a cell makes; most cells make none. */
interface OpenCalls {
  signal(): AbortSignal;
  cancel(): void;
}

function openCalls(): OpenCalls {
  let controller: AbortController | undefined;
  return {
    signal() {
      controller ??= new AbortController();
      return controller.signal;
    },
    cancel: () => controller?.abort(new CodeAgentError("ABORTED", "The cell has ended.")),
  };
}
