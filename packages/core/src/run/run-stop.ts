import { CodeAgentError, messageOf } from "../errors/code-agent-error.ts";

/** What ends a run from outside: its caller, its agent or its clock. */
export interface RunStop extends Disposable {
  readonly signal: AbortSignal;
  /** What ended it; nothing while the signal is not aborted. */
  readonly cause: () => "abort" | "time" | undefined;
  /** Why, as a sentence. */
  reason(): string;
  abort(reason: unknown): void;
}

/** Links a run to its caller's signal and to its time limit. Disposing it leaves no listener and no timer. */
export function createRunStop(caller: AbortSignal | undefined, maxTimeMs: number | undefined): RunStop {
  const controller = new AbortController();
  let cause: "abort" | "time" | undefined;

  function end(by: "abort" | "time", reason: unknown): void {
    if (cause) return;
    cause = by;
    const message = typeof reason === "string" ? reason : messageOf(reason);
    controller.abort(new CodeAgentError("ABORTED", message, { cause: reason }));
  }

  const onAbort = () => end("abort", caller?.reason);
  if (caller?.aborted) onAbort();
  caller?.addEventListener("abort", onAbort, { once: true });
  const late = () => end("time", `The run took longer than ${maxTimeMs} ms.`);
  // A longer delay than a timer can hold would fire at once.
  const timer = maxTimeMs && maxTimeMs < 2 ** 31 ? setTimeout(late, maxTimeMs) : undefined;
  return {
    signal: controller.signal,
    cause: () => cause,
    reason: () => messageOf(controller.signal.reason),
    abort: reason => end("abort", reason),
    [Symbol.dispose]() {
      clearTimeout(timer);
      caller?.removeEventListener("abort", onAbort);
    },
  };
}
