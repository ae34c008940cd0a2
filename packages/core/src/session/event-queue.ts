import type { ExecutionEvent } from "../contract/events.ts";
import type { Json } from "../contract/json.ts";

/** Characters that wait for a reader before the writer waits, or, without a reader, before they are dropped. */
const maxWaiting = 1024 * 1024;

/** Carries events from a running cell to at most one reader. */
export interface EventQueue {
  /** Resolves when the writer may go on: at once, unless a reader is behind. */
  push(event: ExecutionEvent): Promise<void>;
  /** Ends the queue; with an error, the reader's next step throws it. */
  finish(error?: unknown): void;
  /** The reader. `onLeave` is called, and waited for, when it leaves before the end. */
  read(onLeave: () => void | Promise<void>): AsyncIterator<ExecutionEvent>;
}

/**
 * Makes an event queue. Until a reader comes, events wait; when they are too many they are dropped, and a reader that
 * comes later is told by a `truncated` event. A slow reader slows the writer.
 */
export function eventQueue(): EventQueue {
  let waiting: ExecutionEvent[] = [];
  let size = 0;
  let dropped = 0;
  let hasReader = false;
  let finished: { error?: unknown } | undefined;
  let wakeReader = () => {};
  let wakeWriter = () => {};

  function dropAll(): void {
    dropped += size;
    waiting = [];
    size = 0;
  }

  async function next(): Promise<IteratorResult<ExecutionEvent>> {
    while (waiting.length === 0) {
      if (finished?.error !== undefined) throw finished.error;
      if (finished) return { done: true, value: undefined };
      await new Promise<void>(resolve => {
        wakeReader = resolve;
      });
    }
    const event = waiting.shift() as ExecutionEvent;
    size -= sizeOf(event);
    if (size < maxWaiting) wakeWriter();
    return { done: false, value: event };
  }

  return {
    async push(event) {
      if (!hasReader && size > maxWaiting) dropAll();
      waiting.push(event);
      size += sizeOf(event);
      wakeReader();
      while (hasReader && size >= maxWaiting) {
        await new Promise<void>(resolve => {
          wakeWriter = resolve;
        });
      }
    },
    finish(error) {
      finished ??= error === undefined ? {} : { error };
      wakeReader();
    },
    read(onLeave) {
      hasReader = true;
      if (dropped)
        waiting.unshift({ type: "truncated", totalBytes: dropped + size, omittedBytes: dropped, tail: "" });
      return {
        next,
        async return() {
          hasReader = false;
          dropAll();
          wakeWriter();
          if (!finished) await onLeave();
          return { done: true, value: undefined };
        },
      };
    },
  };
}

function sizeOf(event: ExecutionEvent): number {
  if (event.type === "stdout" || event.type === "stderr") return event.text.length;
  if (event.type === "result") return event.repr.length + weightOf(event.value);
  if (event.type === "exception") return event.name.length + event.message.length + event.traceback.length;
  if (event.type === "truncated") return event.tail.length;
  if (event.type !== "display") return 64;
  return Object.values(event.data).reduce((sum, content) => sum + content.length, 0);
}

// In memory an empty list is larger than its text.
function weightOf(value: Json | undefined): number {
  if (typeof value === "string") return value.length;
  if (typeof value !== "object" || value === null) return 8;
  return Object.entries(value).reduce((sum, [key, item]) => sum + key.length + weightOf(item), 64);
}
