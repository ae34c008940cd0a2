import type { IncomingHttpHeaders } from "node:http";
import type { Json } from "@tinycodeagent/core";

/** A model that the test server has. */
export interface OllamaServerModel {
  /** Without a tag it is `:latest`. */
  readonly name: string;
  /** As `/api/show` lists them. Default `["completion", "tools"]`. */
  readonly capabilities?: readonly string[];
  /** The model's maximum. Default 8192. */
  readonly contextTokens?: number;
  /** The parameters of its Modelfile, as Ollama prints them: `num_ctx 4096`. Default none. */
  readonly parameters?: string;
}

/** Options of `openOllamaServer`. */
export interface OllamaServerOptions {
  /** Default: one model, `test-model`. */
  readonly models?: readonly OllamaServerModel[];
  /** Default `"0.12.0"`. */
  readonly version?: string;
  /** Bodies sent with status 200 instead of the real ones, by path, such as `/api/tags`. */
  readonly bodies?: Readonly<Record<string, string>>;
}

/** A request that the server got. */
export interface OllamaServerRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The parsed body; `null` without one, or when it is not JSON. */
  readonly body: Json;
}

/** A running test server. */
export interface OllamaServer extends AsyncDisposable {
  /** Such as `http://127.0.0.1:40123`. */
  readonly url: string;
  /** Every request, in order. */
  readonly requests: readonly OllamaServerRequest[];
  /** What the real server would only write to its log: options and fields that it does not know. */
  readonly warnings: readonly string[];
  /** Throws unless every scripted reply was given and none was asked for in vain. */
  assertUsedUp(): void;
  /** Destroys every connection. Idempotent. */
  close(): Promise<void>;
}
