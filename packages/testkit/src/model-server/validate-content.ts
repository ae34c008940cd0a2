import type { Json, JsonObject } from "@tinycodeagent/core";
import { isObject } from "./is-object.ts";

/** What is wrong with a message whose content is text or a list of parts. */
export function contentFault(
  message: JsonObject,
  parts: readonly string[],
  extras: readonly string[] = [],
): string | undefined {
  const { role, content } = message;
  const unknown = unknownMember(message, ["role", "content", "name", ...extras]);
  if (unknown !== undefined) return `unexpected member '${unknown}'.`;
  if (typeof content === "string")
    return content === "" && role !== "tool" ? "the content is empty." : undefined;
  if (!Array.isArray(content) || content.length === 0)
    return "expected content: a string or a list of parts.";
  if (!content.every(part => isPart(part, parts))) return `expected parts of type ${parts.join(" or ")}.`;
}

/** What is wrong with an assistant message. */
export function assistantFault(message: JsonObject, extras: readonly string[]): string | undefined {
  const { content, tool_calls: calls } = message;
  const unknown = unknownMember(message, ["role", "content", "name", "refusal", "tool_calls", ...extras]);
  if (unknown !== undefined) return `unexpected member '${unknown}'.`;
  const hasText = typeof content === "string" && content !== "";
  if (content !== undefined && content !== null && !hasText && !Array.isArray(content))
    return "expected content: text that is not empty, or null.";
  if (calls === undefined) return content ? undefined : "expected content or 'tool_calls'.";
  if (!Array.isArray(calls) || calls.length === 0)
    return "expected 'tool_calls' to be a list of at least 1 call.";
  if (!calls.every(isCall))
    return "expected each call to have an id, the type 'function', a name and arguments.";
}

function isPart(part: Json, types: readonly string[]): boolean {
  if (!isObject(part) || !types.includes(String(part.type))) return false;
  if (part.type === "text") return typeof part.text === "string" && part.text !== "";
  const image = part.image_url;
  return isObject(image) && /^(https?:\/\/|data:image\/[a-z.+-]+;base64,)/.test(String(image.url));
}

function isCall(call: Json): boolean {
  if (!isObject(call) || typeof call.id !== "string" || call.id === "") return false;
  const target = call.function;
  if (call.type !== "function" || !isObject(target)) return false;
  return typeof target.name === "string" && target.name !== "" && typeof target.arguments === "string";
}

function unknownMember(message: JsonObject, known: readonly string[]): string | undefined {
  return Object.keys(message).find(name => !known.includes(name));
}
