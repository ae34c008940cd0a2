import { type ChatModel, type ModelCapabilities, type ModelEvent, withRetries } from "@tinycodeagent/core";
import { chatBody } from "./chat-body.ts";
import { type ChatRequestParts, chatRequest } from "./chat-request.ts";
import { checkName, checkOptions } from "./check-options.ts";
import { openClient } from "./client.ts";
import { linkedConnection } from "./connection.ts";
import { failureOf } from "./failed-request.ts";
import { modelRules } from "./option-rules.ts";
import type { OllamaOptions } from "./options.ts";
import { readReply } from "./read-reply.ts";
import { explainMissing } from "./unknown-model.ts";

const defaultCapabilities: ModelCapabilities = { tools: true };
const defaultMaxRetries = 2;

/**
 * A chat model served by Ollama. Does no I/O: what the model can do is what `capabilities` says, by default tools and
 * nothing else. `openOllama` asks the server instead.
 * @throws CodeAgentError `OPTION_INVALID`
 */
export function ollama(name: string, options: OllamaOptions = {}): ChatModel {
  checkName("ollama", name);
  const checked = checkOptions("ollama", options, modelRules);
  const capabilities = { ...defaultCapabilities, ...contextOf(checked), ...checked.capabilities };
  return {
    specVersion: 1,
    provider: "ollama",
    name,
    capabilities,
    stream: request =>
      withRetries({
        maxRetries: checked.maxRetries ?? defaultMaxRetries,
        signal: request.signal,
        attempt: () => attempt({ name, options: checked, capabilities, request }),
        classify: failureOf,
      }),
  };
}

function contextOf({ numCtx }: OllamaOptions): Partial<ModelCapabilities> {
  return numCtx === undefined ? {} : { contextTokens: numCtx };
}

async function* attempt(parts: ChatRequestParts): AsyncGenerator<ModelEvent> {
  const { name, options, request } = parts;
  const body = chatRequest(parts);
  using connection = linkedConnection(options, request.signal);
  const client = await openClient(connection, chatBody);
  try {
    yield* readReply(await client.chat(body));
  } catch (thrown) {
    throw await explainMissing(thrown, name, connection);
  }
}
