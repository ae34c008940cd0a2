import type { ConnectionView } from "../wire/index.ts";
import { aborted } from "./aborted.ts";
import { nextFrame, readReply } from "./clerk-call.ts";

/** A request about a whole state of the interpreter. */
export interface StateRequest {
  readonly type:
    | "checkpoint_create"
    | "checkpoint_restore"
    | "checkpoint_list"
    | "checkpoint_drop"
    | "fork"
    | "close_branch";
  readonly branch: string;
  readonly [member: string]: unknown;
}

/** What goes with a {@link StateRequest}. */
export interface StateRequestOptions {
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  /** Undoes what was made after nobody waited for it any more. */
  readonly undo?: (answer: unknown) => void;
}

/** Asks the supervisor, and returns its answer. @throws CodeAgentError with the supervisor's code, or `ABORTED` */
export async function askStates(
  connection: ConnectionView,
  header: StateRequest,
  { body, signal, undo }: StateRequestOptions = {},
): Promise<unknown> {
  if (signal?.aborted) throw aborted(signal);
  const answer = exchange(connection, header, body);
  if (!signal || !undo) return await answer;
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => {
    answer.then(undo).catch(() => {});
    reject(aborted(signal));
  };
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([answer, promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

async function exchange(connection: ConnectionView, header: StateRequest, body: unknown): Promise<unknown> {
  using request = connection.request();
  const bytes = body === undefined ? undefined : new TextEncoder().encode(JSON.stringify(body));
  connection.send({ ...header, service: "states", request: request.id }, bytes);
  return readReply(await nextFrame(request));
}
