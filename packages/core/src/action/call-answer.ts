import type { Action } from "../agent/step.ts";
import type { ToolCallPart, ToolMessage, UserPart } from "../messages/message.ts";

/** What a call is answered with, and the action it was. */
export interface CallAnswer {
  readonly content: readonly UserPart[];
  readonly isError: boolean;
  readonly action: Action;
}

/** The message that answers a call. */
export function answerMessage(call: ToolCallPart, { content, isError }: CallAnswer): ToolMessage {
  return { role: "tool", callId: call.id, name: call.name, content, isError };
}

/** Content of one text. */
export function textContent(text: string): readonly UserPart[] {
  return [{ type: "text", text }];
}
