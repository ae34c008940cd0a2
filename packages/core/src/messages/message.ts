import type { Json } from "../contract/json.ts";

/** Plain text. */
export interface TextPart {
  readonly type: "text";
  readonly text: string;
}

/** A picture, for models that take them. */
export interface ImagePart {
  readonly type: "image";
  readonly mediaType: string;
  readonly data: Uint8Array;
}

/** What the model thought, as far as it says so. */
export interface ReasoningPart {
  readonly type: "reasoning";
  readonly text: string;
}

/** A tool call that the model asked for. */
export interface ToolCallPart {
  readonly type: "tool_call";
  /** Unique in the history. */
  readonly id: string;
  readonly name: string;
  /** The arguments exactly as the model wrote them; they may not be JSON. */
  readonly inputText: string;
}

/**
 * Something only one model provider understands, such as signed reasoning. It is kept in place and sent back to
 * that provider unchanged.
 */
export interface OpaquePart {
  readonly type: "opaque";
  /** The `provider` of the model that made it. */
  readonly provider: string;
  readonly data: Json;
}

export type UserPart = TextPart | ImagePart;
export type AssistantPart = TextPart | ReasoningPart | ToolCallPart | OpaquePart;

export interface SystemMessage {
  readonly role: "system";
  readonly content: string;
}

export interface UserMessage {
  readonly role: "user";
  readonly content: readonly UserPart[];
}

export interface AssistantMessage {
  readonly role: "assistant";
  readonly content: readonly AssistantPart[];
}

/** The answer to one tool call. */
export interface ToolMessage {
  readonly role: "tool";
  readonly callId: string;
  readonly name: string;
  readonly content: readonly UserPart[];
  /** Whether the content says that the call failed, was denied or cancelled. */
  readonly isError: boolean;
}

/** One message of a history. Its wire form is the model package's business. */
export type Message = SystemMessage | UserMessage | AssistantMessage | ToolMessage;

/** The text of a message, without reasoning, calls and pictures. */
export function textOf(message: Message): string {
  if (message.role === "system") return message.content;
  return message.content.map(part => (part.type === "text" ? part.text : "")).join("");
}

/** The tool calls of a message, in order. */
export function toolCallsOf(message: Message): readonly ToolCallPart[] {
  if (message.role !== "assistant") return [];
  return message.content.filter(part => part.type === "tool_call");
}
