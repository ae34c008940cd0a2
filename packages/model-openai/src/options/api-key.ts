import { CodeAgentError } from "@tinycodeagent/core";
import type { OpenAIOptions } from "./openai-options.ts";

/**
 * The key to send. The environment is read here, when a model is made, and nowhere else; nothing means that the
 * server asks for none.
 * @throws CodeAgentError `MODEL_KEY_MISSING`
 */
export function apiKeyOf(options: OpenAIOptions): string | undefined {
  const key = options.apiKey ?? (environmentKey()?.trim() || undefined);
  if (key !== undefined || options.baseURL !== undefined) return key;
  throw new CodeAgentError(
    "MODEL_KEY_MISSING",
    "Expected an API key for api.openai.com, got none. Set OPENAI_API_KEY, pass `apiKey`, or pass the `baseURL` of a server that needs no key.",
  );
}

function environmentKey(): string | undefined {
  return typeof process === "undefined" ? undefined : process.env?.OPENAI_API_KEY;
}
