/** Who waits at a gate: one whom somebody waits for goes before one that only opens ahead. */
export type Urgency = "asked" | "ahead";

/** Lets a number of things happen at once. */
export interface Gate {
  /** A place; dispose it to leave. Rejects with the signal's reason when that aborts first. */
  enter(urgency: Urgency, signal: AbortSignal | undefined): Promise<Disposable>;
}

/** Makes a gate of so many places. */
export function createGate(places: number): Gate {
  let free = places;
  const waiting: Readonly<Record<Urgency, (() => void)[]>> = { asked: [], ahead: [] };

  function leave(): void {
    const next = waiting.asked.shift() ?? waiting.ahead.shift();
    if (next) next();
    else free += 1;
  }

  function place(): Disposable {
    let hasLeft = false;
    return {
      [Symbol.dispose]() {
        if (!hasLeft) leave();
        hasLeft = true;
      },
    };
  }

  return {
    async enter(urgency, signal) {
      signal?.throwIfAborted();
      if (free > 0) {
        free -= 1;
        return place();
      }
      await turn(waiting[urgency], signal);
      return place();
    },
  };
}

/** Waits in a queue until somebody calls the entry. */
function turn(queue: (() => void)[], signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const enter = () => {
      signal?.removeEventListener("abort", leave);
      resolve();
    };
    const leave = () => {
      queue.splice(queue.indexOf(enter), 1);
      reject(signal?.reason);
    };
    signal?.addEventListener("abort", leave, { once: true });
    queue.push(enter);
  });
}
