import { type Frame, frameCostBytes, initialCreditBytes, maxMessageBytes } from "./frame.ts";

/** What the pipes of a program may hold: output that came before a message, or before an end, comes ahead of it. */
const maxOverdraftBytes = 16 * 1024 * 1024;
/** A sender that holds to its credit is never further ahead than this: its credit, and one message that it had begun. */
const maxWaitingBytes = 2 * initialCreditBytes + maxMessageBytes + maxOverdraftBytes;

/** Frames of one request, in order, for one reader. */
export interface Inbox {
  /** Returns whether the sender held to its credit; a frame beyond it is dropped. */
  deliver(frame: Frame): boolean;
  fail(error: Error): void;
  /** The next frame. @throws the error that the connection was lost with */
  next(): Promise<Frame>;
}

/** Makes an {@link Inbox}. */
export function inbox(): Inbox {
  const frames: Frame[] = [];
  let waitingBytes = 0;
  let failure: Error | undefined;
  let wake = () => {};
  return {
    deliver(frame) {
      waitingBytes += costOf(frame);
      if (waitingBytes > maxWaitingBytes) return false;
      frames.push(frame);
      wake();
      return true;
    },
    fail(error) {
      failure ??= error;
      wake();
    },
    async next() {
      while (true) {
        const frame = frames.shift();
        if (frame) {
          waitingBytes -= costOf(frame);
          return frame;
        }
        if (failure) throw failure;
        await new Promise<void>(resolve => {
          wake = resolve;
        });
      }
    },
  };
}

function costOf({ body, headerBytes = 0 }: Frame): number {
  return body.length + Math.max(frameCostBytes, headerBytes);
}
