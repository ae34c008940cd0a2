import {
  type AssistantMessage,
  type ImagePart,
  type Message,
  textOf,
  toolCallsOf,
  type UserPart,
} from "@tinycodeagent/core";
import type { Message as WireMessage } from "ollama/browser";

/** A history in Ollama's form. */
export function wireMessages(messages: readonly Message[]): WireMessage[] {
  return messages.map(wireMessage);
}

/** Whether a history has pictures. */
export function hasImages(messages: readonly Message[]): boolean {
  return messages.some(
    message =>
      (message.role === "user" || message.role === "tool") &&
      message.content.some(part => part.type === "image"),
  );
}

function wireMessage(message: Message): WireMessage {
  switch (message.role) {
    case "system":
      return { role: "system", content: message.content };
    case "user":
      return { role: "user", content: textOf(message), ...images(message.content) };
    case "tool":
      return { role: "tool", tool_name: message.name, content: textOf(message), ...images(message.content) };
    case "assistant":
      return assistantMessage(message);
  }
}

function assistantMessage(message: AssistantMessage): WireMessage {
  const thinking = message.content.map(part => (part.type === "reasoning" ? part.text : "")).join("");
  const calls = toolCallsOf(message).map(call => ({
    function: { name: call.name, arguments: wireArguments(call.inputText) },
  }));
  return {
    role: "assistant",
    content: textOf(message),
    ...(thinking && { thinking }),
    ...(calls.length > 0 && { tool_calls: calls }),
  };
}

/** Ollama takes objects only: arguments that are none are shown to the model as what they were. */
function wireArguments(inputText: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(inputText);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
  } catch {
    // Not JSON: shown as text below.
  }
  return { invalid_arguments: inputText };
}

function images(parts: readonly UserPart[]): { images?: Uint8Array[] } {
  const pictures = parts.filter((part): part is ImagePart => part.type === "image").map(part => part.data);
  return pictures.length ? { images: pictures } : {};
}
