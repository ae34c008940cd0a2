import {
  addUsage,
  type ChatModel,
  type ModelEvent,
  type ModelRequest,
  noUsage,
  withRetries,
} from "@tinycodeagent/core";
import { attempt } from "./call/attempt.ts";
import { classify } from "./call/classify.ts";
import { lazyClient } from "./call/client.ts";
import type { OpenAIOptions } from "./options/openai-options.ts";
import { type Settings, settingsOf } from "./options/settings.ts";
import { ReplyCollector } from "./reply/reply-collector.ts";
import { uniqueIds } from "./reply/unique-ids.ts";
import { requestBody } from "./request/request-body.ts";

type Client = ReturnType<typeof lazyClient>;

/**
 * A chat model over the `openai` package: OpenAI's own, or one of any server with a compatible API.
 *
 * Making it does no I/O and does not load the package; that happens with the first call.
 * @throws CodeAgentError `OPTION_INVALID`, `MODEL_KEY_MISSING`
 */
export function openai(name: string, options: OpenAIOptions = {}): ChatModel {
  const settings = settingsOf(name, options);
  const client = lazyClient(settings);
  return {
    specVersion: 1,
    provider: "openai",
    name,
    capabilities: settings.capabilities,
    stream: request => call(request, settings, client),
  };
}

function call(request: ModelRequest, settings: Settings, client: Client): AsyncIterable<ModelEvent> {
  const { signal } = request;
  let spent = noUsage;
  return withRetries({
    signal,
    maxRetries: settings.maxRetries,
    delay: settings.retryDelay,
    classify: thrown => classify(thrown, settings),
    async *attempt() {
      const body = requestBody(request, settings);
      const reply = new ReplyCollector({ host: settings.host, newId: uniqueIds(request.messages) });
      try {
        for await (const event of attempt({ client, body, reply, signal, timeoutMs: settings.timeoutMs })) {
          yield event.type === "finish" ? { ...event, usage: addUsage(spent, event.usage) } : event;
        }
      } catch (error) {
        // Tokens of an attempt that failed were paid for; withRetries counts its request.
        spent = { ...addUsage(spent, reply.usage), requests: 0 };
        throw error;
      }
    },
  });
}
