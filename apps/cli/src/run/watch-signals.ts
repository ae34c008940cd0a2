import { exitCodes } from "../exit-codes.ts";

/** A second Ctrl-C within this time stops the run, whatever runs by then. */
const hurryMs = 2000;

/** What {@link watchSignals} acts on. */
export interface SignalTargets {
  /** Stops the running cell; false when there is none to stop. */
  interruptCell(): boolean;
  /** Tells the user what was done. */
  note(text: string): void;
  /** Ends the run when it aborts. */
  readonly left: AbortSignal;
}

/** Listens until it is disposed. */
export interface SignalWatch extends Disposable {
  /** Aborts the run. */
  readonly signal: AbortSignal;
}

/** Ctrl-C stops the cell, then the run, then the program. SIGTERM and SIGHUP stop the run. */
export function watchSignals({ interruptCell, note, left }: SignalTargets): SignalWatch {
  const run = new AbortController();
  let lastMs = Number.NEGATIVE_INFINITY;

  function onInterrupt(): void {
    if (run.signal.aborted) process.exit(exitCodes.aborted);
    const isHurry = Date.now() - lastMs < hurryMs;
    lastMs = Date.now();
    if (!isHurry && interruptCell()) {
      note("Stopping the code. Ctrl-C again stops the run.");
      return;
    }
    note("Stopping the run. Ctrl-C again leaves at once.");
    run.abort("Ctrl-C.");
  }
  const onTerminate = () => run.abort("The program was asked to end.");
  const onLeft = () => run.abort(left.reason);

  if (left.aborted) onLeft();
  left.addEventListener("abort", onLeft, { once: true });
  process.on("SIGINT", onInterrupt).on("SIGTERM", onTerminate).on("SIGHUP", onTerminate);
  return {
    signal: run.signal,
    [Symbol.dispose]() {
      left.removeEventListener("abort", onLeft);
      process.off("SIGINT", onInterrupt).off("SIGTERM", onTerminate).off("SIGHUP", onTerminate);
    },
  };
}
