/** Milliseconds after a cell's time limit until core gives the session up. */
export const graceMs = 10_000;

/** Watches a cell from outside: fires when the place it runs in did not hold the time limit itself. */
export interface Watch extends Disposable {
  /** Runs a wait that does not count, such as a tool call. */
  pausedDuring<T>(wait: () => Promise<T>): Promise<T>;
}

/** Calls `onExpired` once the running time passes `timeMs` and the grace. */
export function watchTime(timeMs: number, onExpired: () => void): Watch {
  let remaining = timeMs + graceMs;
  let waits = 0;
  let started = Date.now();
  let timer = arm();

  function arm(): ReturnType<typeof setTimeout> | undefined {
    started = Date.now();
    // A longer delay than a timer can hold would fire at once.
    return remaining > 2 ** 31 - 1 ? undefined : setTimeout(onExpired, remaining);
  }

  function pause(): void {
    if (waits++ > 0) return;
    clearTimeout(timer);
    remaining -= Date.now() - started;
  }

  function resume(): void {
    if (--waits > 0) return;
    remaining = Math.max(remaining, 0);
    timer = arm();
  }

  return {
    async pausedDuring(wait) {
      pause();
      try {
        return await wait();
      } finally {
        resume();
      }
    },
    [Symbol.dispose]() {
      waits = Number.POSITIVE_INFINITY;
      clearTimeout(timer);
    },
  };
}
