import type { Frame } from "./frame.ts";

/** Frames of one request, in order, for one reader. */
export interface Inbox {
  deliver(frame: Frame): void;
  fail(error: Error): void;
  /** The next frame. @throws the error that the connection was lost with */
  next(): Promise<Frame>;
}

/** Makes an {@link Inbox}. What waits in it is bounded by the credit that its reader gives. */
export function inbox(): Inbox {
  const frames: Frame[] = [];
  let failure: Error | undefined;
  let wake = () => {};
  return {
    deliver(frame) {
      frames.push(frame);
      wake();
    },
    fail(error) {
      failure ??= error;
      wake();
    },
    async next() {
      while (true) {
        const frame = frames.shift();
        if (frame) return frame;
        if (failure) throw failure;
        await new Promise<void>(resolve => {
          wake = resolve;
        });
      }
    },
  };
}
