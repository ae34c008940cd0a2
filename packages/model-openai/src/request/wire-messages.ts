import type { AssistantMessage, Message, ToolMessage, UserMessage } from "@tinycodeagent/core";
import type {
  ChatCompletionAssistantMessageParam,
  ChatCompletionMessageParam,
  ChatCompletionMessageToolCall,
} from "openai/resources/chat/completions";
import { type OpaqueFields, opaqueFieldsOf } from "../reply/opaque.ts";
import { answerText, wireParts } from "./user-parts.ts";

/** What a history is written for. */
export interface WireTarget {
  /** Opaque parts go back only to the server they came from. */
  readonly host: string;
  readonly sendsReasoning: boolean;
  readonly takesImages: boolean;
}

/**
 * A history in the form of Chat Completions. Pictures in answers follow in a user message behind the last answer;
 * reasoning parts and messages without content are left out.
 */
export function wireMessages(messages: readonly Message[], target: WireTarget): ChatCompletionMessageParam[] {
  const wire: ChatCompletionMessageParam[] = [];
  let shown: ToolMessage[] = [];
  for (const message of messages) {
    if (message.role === "tool") {
      shown.push(message);
      wire.push(wireAnswer(message, target));
      continue;
    }
    wire.push(...wirePictures(shown, target), ...wireMessage(message, target));
    shown = [];
  }
  return [...wire, ...wirePictures(shown, target)];
}

function wireMessage(
  message: Exclude<Message, ToolMessage>,
  target: WireTarget,
): readonly ChatCompletionMessageParam[] {
  if (message.role === "system") return message.content ? [{ role: "system", content: message.content }] : [];
  if (message.role === "user") return wireUser(message, target);
  return wireAssistant(message, target);
}

function wireUser(message: UserMessage, target: WireTarget): readonly ChatCompletionMessageParam[] {
  const parts = wireParts(message.content, target.takesImages);
  if (parts.length === 0) return [];
  const texts = parts.flatMap(part => (part.type === "text" ? [part.text] : []));
  const content = texts.length === parts.length ? texts.join("") : [...parts];
  return [{ role: "user", content }];
}

function wireAssistant(
  message: AssistantMessage,
  target: WireTarget,
): readonly ChatCompletionAssistantMessageParam[] {
  const text = message.content.map(part => (part.type === "text" ? part.text : "")).join("");
  const opaque = opaqueFieldsOf(message, target.host);
  const calls = wireCalls(message, opaque);
  if (text === "" && calls.length === 0) return [];
  return [
    {
      role: "assistant",
      content: text || null,
      ...(calls.length > 0 && { tool_calls: calls }),
      ...(target.sendsReasoning && opaque.message),
    },
  ];
}

function wireCalls(message: AssistantMessage, opaque: OpaqueFields): ChatCompletionMessageToolCall[] {
  return message.content.flatMap(part => {
    if (part.type !== "tool_call") return [];
    const call = { name: part.name, arguments: part.inputText };
    return [{ id: part.id, type: "function" as const, function: call, ...opaque.calls[part.id] }];
  });
}

function wireAnswer(message: ToolMessage, target: WireTarget): ChatCompletionMessageParam {
  const content = answerText(message.content, target.takesImages);
  return { role: "tool", tool_call_id: message.callId, content };
}

function wirePictures(answers: readonly ToolMessage[], target: WireTarget): ChatCompletionMessageParam[] {
  if (!target.takesImages) return [];
  const parts = answers.flatMap(answer => {
    const images = wireParts(
      answer.content.filter(part => part.type === "image"),
      true,
    );
    return images.length === 0
      ? []
      : [{ type: "text" as const, text: `From ${answer.name} (${answer.callId}):` }, ...images];
  });
  return parts.length === 0 ? [] : [{ role: "user", content: parts }];
}
