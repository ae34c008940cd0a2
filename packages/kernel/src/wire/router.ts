import { assembler } from "./assembler.ts";
import { WireError } from "./decoder.ts";
import type { Frame } from "./frame.ts";
import { type Inbox, inbox } from "./inbox.ts";

/** A request in flight: its id, and the frames that answer it. */
export interface Request extends Disposable {
  readonly id: string;
  readonly inbox: Inbox;
}

/** Brings frames to the requests that they answer. What nobody waits for is kept by nobody. */
export interface Router {
  /** Reserves an id; frames that name it go to its inbox until it is disposed. */
  request(): Request;
  /** What the kernel says of itself when it starts. */
  readonly greeting: Inbox;
  /** @throws WireError for a frame that breaks the protocol */
  receive(frame: Frame): void;
  /** Fails everything that waits, and whatever is asked later. */
  fail(error: Error): void;
}

/** Makes a {@link Router}. */
export function router(): Router {
  const requests = new Map<string, Inbox>();
  const greeting = inbox();
  const assemble = assembler();
  let failure: Error | undefined;
  let count = 0;
  let hasGreeted = false;

  // Nobody reads a second one.
  function takeGreeting(): Inbox | undefined {
    if (hasGreeted) return undefined;
    hasGreeted = true;
    return greeting;
  }

  function receive(frame: Frame): void {
    const { request, type, message } = frame.header;
    if (type === "fatal") throw new WireError(`a complaint: ${shortText(message)}`);
    const waiting = type === "hello" ? takeGreeting() : requests.get(shortText(request));
    const whole = waiting && assemble.add(frame);
    if (whole && !waiting.deliver(whole)) throw new WireError("more than it had credit for");
  }

  return {
    greeting,
    receive,
    request() {
      const id = String(++count);
      const waiting = inbox();
      if (failure) waiting.fail(failure);
      requests.set(id, waiting);
      const dispose = () => {
        requests.delete(id);
        assemble.forget(id);
      };
      return { id, inbox: waiting, [Symbol.dispose]: dispose };
    },
    fail(error) {
      failure ??= error;
      for (const waiting of [greeting, ...requests.values()]) waiting.fail(failure);
    },
  };
}

function shortText(value: unknown): string {
  return typeof value === "string" ? value.slice(0, 200) : "";
}
