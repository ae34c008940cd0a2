import type { ToolSignature } from "../contract/tool-call.ts";
import type { AssistantMessage, Message } from "../messages/message.ts";
import type { Usage } from "./usage.ts";

/** What a model can do. */
export interface ModelCapabilities {
  /** Native tool calling. Without it the agent reads fenced code blocks. */
  readonly tools: boolean;
  /** Whether pictures may be sent. Default `false`. */
  readonly images?: boolean;
  /** Size of the context window in tokens, where it is known. */
  readonly contextTokens?: number;
}

/** One call of a model. */
export interface ModelRequest {
  /** A valid history: every tool call is answered exactly once, directly after the message that made it. */
  readonly messages: readonly Message[];
  /** Tools the model may call. Empty for models without native tools. */
  readonly tools: readonly ToolSignature[];
  /** `none`: the model must answer in text although tools are listed. Default `auto`. */
  readonly toolChoice?: "auto" | "none" | "required";
  readonly maxOutputTokens?: number;
  readonly signal: AbortSignal;
}

/** Why a reply ended. */
export type FinishReason = "stop" | "tool_calls" | "length" | "filtered" | "other";

/**
 * What a model reports while it replies. `finish` comes exactly once and last, and holds the whole message: the
 * deltas before it are for display. Consumers skip unknown types.
 */
export type ModelEvent =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "reasoning"; readonly text: string }
  | { readonly type: "tool_call_start"; readonly id: string; readonly name: string }
  | { readonly type: "tool_call_delta"; readonly id: string; readonly inputText: string }
  /** The attempt failed and another follows after the delay; deltas so far are void. */
  | {
      readonly type: "retry";
      readonly attempt: number;
      readonly delayMs: number;
      readonly reason: string;
    }
  | {
      readonly type: "finish";
      readonly message: AssistantMessage;
      readonly usage: Usage;
      readonly finishReason: FinishReason;
    };

/**
 * A chat model: an object with one `stream` method. Retries are inside it (only the model call is ever repeated).
 *
 * Errors thrown: `MODEL_KEY_MISSING`, `MODEL_UNKNOWN`, `MODEL_UNREACHABLE`, `MODEL_RATE_LIMITED`, `MODEL_REFUSED` (the
 * request is not accepted), `MODEL_RESPONSE_INVALID`, `MODEL_FAILED` (anything else), `ABORTED`.
 */
export interface ChatModel {
  /** The only breaking switch. */
  readonly specVersion: 1;
  /** Such as `"openai"`. */
  readonly provider: string;
  /** Such as `"gpt-4.1-mini"`. */
  readonly name: string;
  readonly capabilities: ModelCapabilities;
  stream(request: ModelRequest): AsyncIterable<ModelEvent>;
}
