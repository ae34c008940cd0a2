import type { JsonObject } from "@tinycodeagent/core";
import type { ModelServerReply } from "./reply.ts";

/** A chat request that the server received. */
export interface ModelServerRequest {
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonObject;
  /** Why it was refused, when it was not valid. */
  readonly refused?: string;
  /** Whether the client left before the reply was complete. */
  readonly leftEarly: boolean;
}

/** Replies in order, or a function of the request and its number (from 0). */
export type ModelServerScript =
  | readonly ModelServerReply[]
  | ((request: ModelServerRequest, index: number) => ModelServerReply | Promise<ModelServerReply>);

/** Options of `openModelServer`. */
export interface ModelServerOptions {
  /** Requests must carry it as a bearer token, else 401. Default: none is asked for. */
  readonly apiKey?: string;
  /** Other models are refused with 404. Default: any name is served. */
  readonly models?: readonly string[];
  /** Members of assistant messages beyond OpenAI's own. Default `["reasoning_content", "reasoning_details"]`. */
  readonly messageFields?: readonly string[];
}

/** A running server. */
export interface ModelServer extends AsyncDisposable {
  /** The base URL, such as `http://127.0.0.1:40123/v1`. */
  readonly url: string;
  /** Chat requests so far, in order, refused ones included. */
  readonly requests: readonly ModelServerRequest[];
  /** Throws when replies of the script are left. */
  assertUsedUp(): void;
  /** Ends every connection. Idempotent. */
  close(): Promise<void>;
}
