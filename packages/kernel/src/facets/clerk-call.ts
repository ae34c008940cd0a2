import { CodeAgentError, type ErrorCode, errorCodes } from "@tinycodeagent/core";
import { isRecord, readJson } from "../cells/read-json.ts";
import type { ConnectionView, Frame, Request } from "../wire/index.ts";
import { aborted } from "./aborted.ts";

/** Milliseconds that a call without a stream may take before the clerk is replaced. */
export const defaultTimeoutMs: number = 60_000;

/** Milliseconds beyond a call's own limit until the host gives it up. */
export const graceMs: number = 10_000;

/** A request to the clerk. */
export interface ClerkCall {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** 0: as long as its stream takes. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** Sends a request. The caller reads its inbox and disposes it. */
export function startCall(
  connection: ConnectionView,
  { method, params, timeoutMs = defaultTimeoutMs }: ClerkCall,
): Request {
  const request = connection.request();
  const header = { type: "call", service: "clerk", request: request.id, method, timeoutMs };
  connection.send(header, new TextEncoder().encode(JSON.stringify(params)));
  return request;
}

/** Calls the clerk and returns its answer. @throws CodeAgentError with the clerk's code, or `ABORTED` */
export async function callClerk(connection: ConnectionView, call: ClerkCall): Promise<unknown> {
  using request = startCall(connection, call);
  using _ = cancelOnAbort(connection, request, call.signal);
  const timeoutMs = (call.timeoutMs ?? defaultTimeoutMs) + graceMs;
  return readReply(await nextFrame(request, { signal: call.signal, timeoutMs }));
}

/** How long to wait for a frame. */
export interface FrameWait {
  readonly signal?: AbortSignal | undefined;
  /** Default: as long as a call without a stream may take. */
  readonly timeoutMs?: number;
}

/** The next frame. @throws CodeAgentError `ABORTED`; `CLERK_LOST` when the kernel does not answer in time */
export async function nextFrame(
  request: Request,
  { signal, timeoutMs = defaultTimeoutMs }: FrameWait = {},
): Promise<Frame> {
  // Frames that are there already would hide it.
  if (signal?.aborted) throw aborted(signal);
  let stop = () => {};
  const stopped = new Promise<never>((_, reject) => {
    const abort = () => reject(aborted(signal));
    const timer = setTimeout(() => reject(noAnswer(timeoutMs)), Math.min(timeoutMs, 2 ** 31 - 1));
    signal?.addEventListener("abort", abort, { once: true });
    stop = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    };
  });
  try {
    return await Promise.race([request.inbox.next(), stopped]);
  } finally {
    stop();
  }
}

/** The error of a call that the clerk does not answer in time. */
export function noAnswer(timeoutMs: number): CodeAgentError {
  return new CodeAgentError(
    "CLERK_LOST",
    `Expected the session's clerk to answer within ${timeoutMs} ms, but it did not. Try again, or open a new session.`,
  );
}

/** Tells the clerk when the signal aborts. */
export function cancelOnAbort(
  connection: ConnectionView,
  request: Request,
  signal: AbortSignal | undefined,
): Disposable {
  const cancel = () => cancelCall(connection, request);
  signal?.addEventListener("abort", cancel, { once: true });
  if (signal?.aborted) cancel();
  return { [Symbol.dispose]: () => signal?.removeEventListener("abort", cancel) };
}

/** Tells the clerk that nobody waits for an answer. */
export function cancelCall(connection: ConnectionView, request: Request): void {
  connection.send({ type: "cancel", service: "clerk", request: request.id });
}

/** The answer in a reply frame. @throws CodeAgentError */
export function readReply({ header, body }: Frame): unknown {
  const answer = readJson(body);
  if (header.ok === true) return answer;
  const { code, message, details } = isRecord(answer) ? answer : {};
  throw new CodeAgentError(
    knownCode(code),
    typeof message === "string" ? message : "The session's clerk failed.",
    {
      ...(isRecord(details) && { details }),
    },
  );
}

function knownCode(code: unknown): ErrorCode {
  return errorCodes.find(known => known === code) ?? "FILE_INVALID";
}
