import type { AgentEvent } from "./agent-event.ts";

/** Carries events to one reader. */
export interface EventBuffer<Output> {
  push(event: AgentEvent<Output>): void;
  /** Events until `run_end`. The reader is let go once the run is over; one that leaves before ends it. */
  read(run: { abort(): void; readonly result: Promise<unknown> }): AsyncIterator<AgentEvent<Output>>;
}

/** Makes an empty buffer. */
export function createEventBuffer<Output>(): EventBuffer<Output> {
  const waiting: AgentEvent<Output>[] = [];
  let wake = () => {};
  let isDone = false;
  return {
    push(event) {
      if (!isDone) waiting.push(event);
      wake();
    },
    read: run => ({
      async next() {
        if (isDone) return over(run.result);
        while (waiting.length === 0) {
          await new Promise<void>(resolve => {
            wake = resolve;
          });
        }
        const event = waiting.shift() as AgentEvent<Output>;
        isDone = event.type === "run_end";
        return { done: false, value: event };
      },
      async return() {
        if (!isDone) run.abort();
        isDone = true;
        waiting.length = 0;
        return over(run.result);
      },
    }),
  };
}

async function over(result: Promise<unknown>): Promise<IteratorReturnResult<undefined>> {
  await result;
  return { done: true, value: undefined };
}
