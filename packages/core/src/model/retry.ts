import { CodeAgentError } from "../errors/code-agent-error.ts";
import type { ModelEvent } from "./chat-model.ts";
import { waitFor } from "./wait-for.ts";

/** What a failed attempt was, in terms of retrying. */
export interface ModelFailure {
  /** Thrown when no attempt follows. Its message becomes the `reason` of the `retry` event when one does. */
  readonly error: CodeAgentError;
  /** Whether the same request may succeed later: connection errors, 429 and 5xx. */
  readonly retryable: boolean;
  /** What the server asked to wait, from {@link parseRetryAfter}. */
  readonly retryAfterMs?: number | undefined;
}

/** How long to wait between attempts. */
export interface RetryDelay {
  /** Milliseconds before the first retry; doubles with each. Default 500. */
  readonly baseMs: number;
  /** Milliseconds at most. A server that asks for more gets no retry. Default 60,000. */
  readonly maxMs: number;
}

/** Options of {@link withRetries}. */
export interface RetryOptions {
  /** Attempts after the first. */
  readonly maxRetries: number;
  /** Ends an attempt's outcome and the wait between two as `ABORTED`. The attempt must also watch it itself. */
  readonly signal: AbortSignal;
  /** Makes one attempt, from 1. Whatever it throws goes to `classify`; it ends with `finish`. */
  attempt(number: number): AsyncIterable<ModelEvent>;
  /** Turns what an attempt threw into a coded error, and says whether to retry. */
  classify(thrown: unknown): ModelFailure;
  readonly delay?: Partial<RetryDelay>;
}

const defaultDelay: RetryDelay = { baseMs: 500, maxMs: 60_000 };

/**
 * The events of a model call that is repeated while it fails: those of each attempt, and a `retry` event before each
 * wait. Waits grow exponentially with jitter, or last as long as the server asked. Failed attempts are added to
 * `usage.requests`. For the authors of models.
 * @throws CodeAgentError the classified error of the last attempt; `ABORTED`
 */
export async function* withRetries(options: RetryOptions): AsyncGenerator<ModelEvent, void, undefined> {
  for (let number = 1; ; number++) {
    throwIfAborted(options.signal);
    try {
      yield* countingAttempt(options, number);
      return;
    } catch (thrown) {
      throwIfAborted(options.signal);
      const failure = options.classify(thrown);
      const delayMs = delayOf(failure, number, options);
      if (delayMs === undefined) throw failure.error;
      yield { type: "retry", attempt: number, delayMs, reason: failure.error.message };
      await waitFor(delayMs, options.signal);
    }
  }
}

async function* countingAttempt(options: RetryOptions, number: number): AsyncGenerator<ModelEvent> {
  for await (const event of options.attempt(number)) {
    if (event.type !== "finish") {
      yield event;
      continue;
    }
    yield { ...event, usage: { ...event.usage, requests: event.usage.requests + number - 1 } };
    return;
  }
  throw new CodeAgentError(
    "MODEL_RESPONSE_INVALID",
    "Expected the model's reply to end with a finish event, but it ended without one. Report it to the author of the model package.",
  );
}

/** Milliseconds until the next attempt; nothing when there is none. */
function delayOf(failure: ModelFailure, number: number, options: RetryOptions): number | undefined {
  if (!failure.retryable || number > options.maxRetries) return undefined;
  const { baseMs, maxMs } = { ...defaultDelay, ...options.delay };
  if (failure.retryAfterMs !== undefined) {
    return failure.retryAfterMs <= maxMs ? failure.retryAfterMs : undefined;
  }
  const ceiling = Math.min(maxMs, baseMs * 2 ** (number - 1));
  return Math.round(ceiling * (0.5 + Math.random() / 2));
}

function throwIfAborted(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw new CodeAgentError(
    "ABORTED",
    "Expected the model call to finish, but its signal was aborted. Call again if the reply is still wanted.",
    { cause: signal.reason },
  );
}
