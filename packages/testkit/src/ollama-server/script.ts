import type { FinishReason, Json, Usage } from "@tinycodeagent/core";
import type { ScriptedCall } from "../scripted-model/scripted-reply.ts";
import type { OllamaServerRequest } from "./server.ts";

/** A tool call as Ollama sends it: a name and an object, no id. */
export interface OllamaScriptedCall {
  readonly name: string;
  /** An object in the real protocol; anything else is for tests of bad servers. */
  readonly arguments: Json;
}

/** A reply of the model, streamed or whole as the request wants it: what a `ScriptedModel` takes, or in Ollama's words. */
export interface OllamaMessageReply {
  readonly kind?: "message";
  readonly text?: string;
  /** Sent as `thinking`. */
  readonly reasoning?: string;
  readonly thinking?: string;
  readonly calls?: readonly (ScriptedCall | OllamaScriptedCall)[];
  /** Sent as `done_reason`; Ollama has no word for calls. */
  readonly finishReason?: FinishReason;
  /** Default `"stop"`. */
  readonly doneReason?: string;
  /** Ollama reports input and output tokens only. */
  readonly usage?: Partial<Usage>;
  /** Default: a quarter of the characters received. */
  readonly inputTokens?: number;
  /** Default: a quarter of the characters sent. */
  readonly outputTokens?: number;
  /** Characters of text or thinking in a chunk. Default 8. */
  readonly chunkChars?: number;
  /** Milliseconds before each chunk. Default 0. */
  readonly delayMs?: number;
  /** Bytes in one write, to split characters. Default: a whole chunk. */
  readonly writeBytes?: number;
  /**
   * What follows the chunks of a stream: `done` (default), the connection destroyed, the body ended without `done`,
   * silence, or an error line.
   */
  readonly ending?: "done" | "cut" | "end" | "hang" | { readonly error: string };
}

/** A refusal. */
export interface OllamaStatusReply {
  readonly kind: "status";
  readonly status: number;
  /** Sent as `{"error": …}`. Default: no body. */
  readonly error?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Lines sent as they are, for shapes that no real server sends. */
export interface OllamaRawReply {
  readonly kind: "raw";
  readonly lines: readonly string[];
}

/** The connection is destroyed before any byte. */
export interface OllamaCutReply {
  readonly kind: "cut";
}

/** Nothing ever comes. */
export interface OllamaHangReply {
  readonly kind: "hang";
}

/** One entry of a script. A plain string is a message with that text. */
export type OllamaScriptedReply =
  | string
  | OllamaMessageReply
  | OllamaStatusReply
  | OllamaRawReply
  | OllamaCutReply
  | OllamaHangReply;

/** Replies in order, or a function of the request. */
export type OllamaScript =
  | readonly OllamaScriptedReply[]
  | ((request: OllamaServerRequest) => OllamaScriptedReply);
