import type { ScriptedCall } from "../scripted-model/scripted-reply.ts";

/** A tool call in the words of the wire, also as careless servers make it. */
export interface ModelServerToolCall {
  /** Default: `call_1`, `call_2`, … over the life of the server. `null`: no id is sent, as careless servers do. */
  readonly id?: string | null;
  readonly name: string;
  /** A string is sent as it is, also when it is not JSON; anything else as JSON. */
  readonly arguments: unknown;
  /** Members added to the call, such as `{ extra_content: … }`. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** Tokens that a reply reports. */
export interface ModelServerUsage {
  /** Default 10. */
  readonly inputTokens?: number;
  /** Default 5. */
  readonly outputTokens?: number;
  /** Default: the details are absent. */
  readonly cachedInputTokens?: number;
  /** Default: the details are absent. */
  readonly reasoningTokens?: number;
  /** Not sent: for scripts that a `ScriptedModel` takes too. */
  readonly requests?: number;
}

/** A reply as a model gives it: what a `ScriptedModel` takes, and how it is sent. */
export interface ModelServerMessage {
  readonly kind?: "message";
  readonly text?: string;
  /** Sent as `reasoning_content`. */
  readonly reasoning?: string;
  readonly refusal?: string;
  readonly calls?: readonly ScriptedCall[];
  /** Further calls, in the words of the wire. */
  readonly toolCalls?: readonly ModelServerToolCall[];
  /** Members added to the message; when streaming, to a delta of their own. */
  readonly extra?: Readonly<Record<string, unknown>>;
  /** Default: `tool_calls` with calls, else `stop`. `filtered` is sent as `content_filter`. */
  readonly finishReason?: string;
  /** Default: 10 in, 5 out. `null`: the server tells no usage. */
  readonly usage?: ModelServerUsage | null;
  /** Characters in each delta of text, reasoning and arguments. Default 8. */
  readonly chunkSize?: number;
  /** Whether the arguments of parallel calls arrive in turns. Default `true`. */
  readonly interleave?: boolean;
  /** Milliseconds before each chunk. Default 0. */
  readonly delayMs?: number;
  /** Bytes in each write, so that characters are split. Default: a chunk at a time. */
  readonly bytesPerWrite?: number;
  /** The socket is destroyed after so many chunks; without streaming, within the body. */
  readonly cutAfterChunks?: number;
  /** Whether the stream ends, orderly, before its finish reason. Default `false`. */
  readonly endsEarly?: boolean;
  /** After all deltas this object is sent as the stream's error. Streaming only. */
  readonly streamError?: Readonly<Record<string, unknown>>;
}

/** A refusal with an HTTP status. */
export interface ModelServerFailure {
  readonly kind: "error";
  readonly status: number;
  readonly message?: string;
  readonly code?: string;
  readonly errorType?: string;
  /** A number of seconds, or a date. */
  readonly retryAfter?: number | Date;
  readonly retryAfterMs?: number;
}

/** What the server answers to one request. A string is a message with that text. */
export type ModelServerReply =
  | string
  | ModelServerMessage
  | ModelServerFailure
  /** The socket is destroyed before any byte. */
  | { readonly kind: "cut" }
  /** No answer, until the client leaves or the server is closed. */
  | { readonly kind: "hang" }
  /** A reply without choices. */
  | { readonly kind: "empty" }
  /** Exactly these bytes. Default: status 200, `text/event-stream` if the request streams. */
  | {
      readonly kind: "raw";
      readonly body: string | Uint8Array;
      readonly status?: number;
      readonly contentType?: string;
      /** Whether the response stays open after them. Default `false`. */
      readonly isOpen?: boolean;
    };
