import type { ModelCapabilities, RetryDelay } from "@tinycodeagent/core";

/** How much a reasoning model thinks. Which of these a model takes is its own business. */
export type ReasoningEffort = "none" | "minimal" | "low" | "medium" | "high" | "xhigh" | "max";

/** Options of `openai`. They are checked when the model is made. */
export interface OpenAIOptions {
  /**
   * Sent as a bearer token. Default: the environment's `OPENAI_API_KEY`, where there is an environment. Needed unless
   * `baseURL` is set; without one, no `Authorization` header is sent.
   */
  readonly apiKey?: string | undefined;
  /** Base URL of a compatible server, such as `http://127.0.0.1:8000/v1`. Default: `https://api.openai.com/v1`. */
  readonly baseURL?: string | undefined;
  /** Sent as `OpenAI-Organization`. */
  readonly organization?: string;
  /** Added to every request. Their values are kept out of errors, as the key is. */
  readonly headers?: Readonly<Record<string, string>>;
  /** From 0 to 2. Default: the server's. */
  readonly temperature?: number;
  /** From 0 to 1. Default: the server's. */
  readonly topP?: number;
  /** Tokens of a reply at most, when the request does not say. Default: the server's. */
  readonly maxOutputTokens?: number;
  /** The name that the server has for it. Default `max_completion_tokens`; some servers know only `max_tokens`. */
  readonly maxTokensField?: "max_completion_tokens" | "max_tokens";
  /** Default: the server's. */
  readonly reasoningEffort?: ReasoningEffort;
  /** Whether reasoning goes back to the server that sent it, in the form it had. Default `true`. */
  readonly sendReasoning?: boolean;
  /** Default: tools, no pictures, an unknown context window. Nothing is guessed from the model's name. */
  readonly capabilities?: Partial<ModelCapabilities>;
  /** Whether replies arrive piece by piece. Default `true`; the events are the same. */
  readonly stream?: boolean;
  /** Attempts after the first. Default 3. */
  readonly maxRetries?: number;
  /** How long to wait between attempts. Default: from 500 ms, doubling, up to 60 s. */
  readonly retryDelay?: Partial<RetryDelay>;
  /** Milliseconds without anything from the server until an attempt fails. Default 300,000. */
  readonly timeoutMs?: number;
  /** Used for every request. Default: the global one. */
  readonly fetch?: typeof globalThis.fetch;
}
