import type { Json, JsonObject } from "./json.ts";

/**
 * A host tool as the inside of a session knows it: enough to make a typed function of it, nothing that runs.
 */
export interface ToolSignature {
  /** A Python identifier; unique in the session. */
  readonly name: string;
  /** What it does, for people and models. Becomes the function's docstring. */
  readonly description: string;
  /** JSON Schema of the input; its top level is an object. Becomes the function's parameters. */
  readonly inputSchema: JsonObject;
  /** JSON Schema of the value, when the tool declares one. */
  readonly outputSchema?: JsonObject;
}

/** A call made by code inside the session. */
export interface SessionToolCall {
  /** Made inside, unique in the session. The host never runs an id twice. */
  readonly id: string;
  readonly name: string;
  /** Untrusted: not validated against the tool's schema yet. */
  readonly input: Json;
  /** Aborts when the cell ends, whatever the reason. */
  readonly signal: AbortSignal;
}

/** Why a tool call has no value. */
export type ToolFailureKind = "denied" | "failed" | "cancelled" | "invalid";

/** The answer to a tool call. A failure is data: inside it becomes an exception with the message. */
export type ToolCallReply =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly error: { readonly kind: ToolFailureKind; readonly message: string } };
