import type { ModelCapabilities } from "@tinycodeagent/core";

/** Where an Ollama server is and how to speak to it. */
export interface OllamaServerOptions {
  /** Default `http://127.0.0.1:11434`. Without a scheme it is `http`, on port 11434. */
  readonly host?: string;
  /** Sent with every request, such as `Authorization` for a server behind a proxy. Never shown in errors. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Default: the platform's `fetch`. */
  readonly fetch?: typeof fetch;
  /**
   * Milliseconds of silence of the server after which a request has failed. Loading a big model is silent. Default
   * 300,000, which is also where the `fetch` of Node gives up by itself.
   */
  readonly timeoutMs?: number;
}

/** Ollama's own model options. Each is sent under its documented name, such as `num_ctx`; what is absent is not sent. */
export interface OllamaModelOptions {
  /** `num_ctx`: size of the context window in tokens. The server cuts longer prompts **without saying so**. */
  readonly numCtx?: number;
  /** `num_predict`: tokens of a reply at most; −1 for no limit. */
  readonly numPredict?: number;
  /** `temperature`: 0 or more. */
  readonly temperature?: number;
  /** `top_p`: from 0 to 1. */
  readonly topP?: number;
  /** `top_k`: 0 or more. */
  readonly topK?: number;
  /** `min_p`: from 0 to 1. */
  readonly minP?: number;
  /** `repeat_penalty`: 0 or more. */
  readonly repeatPenalty?: number;
  /** `repeat_last_n`: tokens looked back for repetitions; −1 for the whole context. */
  readonly repeatLastN?: number;
  /** `seed`: the same seed and prompt give the same reply. */
  readonly seed?: number;
  /** `stop`: texts that end the reply. */
  readonly stop?: readonly string[];
  /** `num_thread`: processor threads; 0 lets the server choose. */
  readonly numThread?: number;
  /** `num_gpu`: layers on the GPU; −1 lets the server choose, 0 uses the processor alone. */
  readonly numGpu?: number;
}

/** Options of {@link ollama}. */
export interface OllamaOptions extends OllamaServerOptions, OllamaModelOptions {
  /** How long the model stays loaded afterwards: seconds, or a duration such as `"10m"`; negative for ever. */
  readonly keepAlive?: number | string;
  /** Whether, or how much, the model thinks first. Default: what the server does for the model. */
  readonly think?: boolean | "low" | "medium" | "high";
  /** What the model can do. Default `{ tools: true }`; `openOllama` asks the server. */
  readonly capabilities?: Partial<ModelCapabilities>;
  /** Attempts after the first, on connection errors, 429 and 5xx. Default 2. */
  readonly maxRetries?: number;
}
