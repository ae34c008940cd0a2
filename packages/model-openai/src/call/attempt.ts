import { CodeAgentError, isCodeAgentError, type ModelEvent } from "@tinycodeagent/core";
import type { OpenAI } from "openai";
import type { ChatCompletionCreateParams } from "openai/resources/chat/completions";
import { invalidReply } from "../reply/invalid-reply.ts";
import type { ReplyCollector } from "../reply/reply-collector.ts";
import { startWatchdog, type Watchdog } from "./watchdog.ts";

/** What one attempt needs. */
export interface AttemptOptions {
  readonly client: () => Promise<OpenAI>;
  readonly body: ChatCompletionCreateParams;
  readonly reply: ReplyCollector;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/** One request and its reply. However it ends, the request is over when it has ended. */
export async function* attempt(options: AttemptOptions): AsyncGenerator<ModelEvent, void, undefined> {
  const { reply, timeoutMs } = options;
  using watchdog = startWatchdog(options.signal, timeoutMs);
  try {
    yield* events(options, watchdog);
  } catch (error) {
    options.signal.throwIfAborted();
    // What a lost connection takes from a complete reply is at most its usage.
    if (isCodeAgentError(error) || !reply.isComplete) {
      throw watchdog.timedOut ? lost(`nothing for ${timeoutMs} ms`) : error;
    }
  }
  yield reply.finish();
}

async function* events(options: AttemptOptions, watchdog: Watchdog): AsyncGenerator<ModelEvent> {
  const { reply } = options;
  watchdog.listen();
  for await (const chunk of chunks(options, watchdog.signal)) {
    watchdog.rest();
    yield* reply.add(chunk);
    watchdog.listen();
  }
  watchdog.rest();
  watchdog.signal.throwIfAborted();
  if (reply.isComplete) return;
  throw reply.isEmpty ? invalidReply("a reply", "nothing of one") : lost("a stream that stops within it");
}

// A whole completion is a stream of one chunk.
async function* chunks({ client, body }: AttemptOptions, signal: AbortSignal): AsyncGenerator<unknown> {
  const { completions } = (await client()).chat;
  const response = await completions.create(body, { signal });
  if (body.stream) yield* response as AsyncIterable<unknown>;
  else yield response;
}

function lost(got: string): CodeAgentError {
  return new CodeAgentError(
    "MODEL_UNREACHABLE",
    `Expected a whole reply from the model's server, got ${got}. Check the connection, or raise timeoutMs.`,
    { details: { retryable: true } },
  );
}
