import type { ModelCapabilities, RetryDelay } from "@tinycodeagent/core";
import { apiKeyOf } from "./api-key.ts";
import { checkOptions } from "./check-options.ts";
import type { OpenAIOptions } from "./openai-options.ts";

/** The checked options of one model, defaults filled in. */
export interface Settings {
  readonly name: string;
  readonly options: OpenAIOptions;
  readonly apiKey: string | undefined;
  readonly baseURL: string;
  /** Host and port of `baseURL`. */
  readonly host: string;
  readonly capabilities: ModelCapabilities;
  readonly isStream: boolean;
  readonly sendsReasoning: boolean;
  readonly maxRetries: number;
  readonly retryDelay: Partial<RetryDelay>;
  readonly timeoutMs: number;
  /** What errors must not show. */
  readonly secrets: readonly string[];
}

/**
 * Checks options and fills in the defaults.
 * @throws CodeAgentError `OPTION_INVALID`, `MODEL_KEY_MISSING`
 */
export function settingsOf(name: string, options: OpenAIOptions): Settings {
  checkOptions(name, options);
  const apiKey = apiKeyOf(options);
  checkOptions(name, { apiKey });
  const baseURL = (options.baseURL ?? "https://api.openai.com/v1").replace(/\/+$/, "");
  return {
    name,
    options: { ...options },
    apiKey,
    baseURL,
    host: new URL(baseURL).host,
    capabilities: { tools: true, images: false, ...definedMembers(options.capabilities) },
    isStream: options.stream ?? true,
    sendsReasoning: options.sendReasoning ?? true,
    maxRetries: options.maxRetries ?? 3,
    retryDelay: definedMembers(options.retryDelay),
    timeoutMs: options.timeoutMs ?? 300_000,
    secrets: [apiKey, ...Object.values(options.headers ?? {})].filter(text => text !== undefined),
  };
}

// A member set to `undefined` must not hide a default.
function definedMembers<T extends object>(value: T | undefined): Partial<T> {
  return Object.fromEntries(
    Object.entries(value ?? {}).filter(([, member]) => member !== undefined),
  ) as Partial<T>;
}
