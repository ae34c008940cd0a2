import type { Json, JsonObject } from "@tinycodeagent/core";
import { type ApiError, invalidRequest } from "./api-error.ts";
import { isObject } from "./is-object.ts";
import { assistantFault, contentFault } from "./validate-content.ts";

/** What is wrong with a history: the shape of a message, or calls and answers that do not match. */
export function validateMessages(
  messages: Json | undefined,
  extras: readonly string[],
): ApiError | undefined {
  if (!Array.isArray(messages) || messages.length === 0)
    return invalidRequest("Invalid 'messages': expected a list of at least 1 message.", "messages");
  const seen = new Set<string>();
  let open: readonly string[] = [];
  for (const [index, message] of messages.entries()) {
    const at = `messages[${index}]`;
    if (!isObject(message)) return invalidRequest(`Invalid '${at}': expected an object.`, at);
    const fault = shapeFault(message, extras) ?? orderFault(message, open) ?? repeatedId(message, seen);
    if (fault !== undefined) return invalidRequest(`Invalid '${at}': ${fault}`, at);
    open = message.role === "tool" ? open.filter(id => id !== message.tool_call_id) : callIds(message);
  }
  if (open.length > 0) return invalidRequest(unanswered(open), "messages");
}

function shapeFault(message: JsonObject, extras: readonly string[]): string | undefined {
  const { role } = message;
  if (role === "system" || role === "developer") return contentFault(message, ["text"]);
  if (role === "user") return contentFault(message, ["text", "image_url"]);
  if (role === "assistant") return assistantFault(message, extras);
  if (role !== "tool") return `unknown role ${JSON.stringify(role)}.`;
  if (typeof message.tool_call_id !== "string") return "missing 'tool_call_id'.";
  return contentFault(message, ["text"], ["tool_call_id"]);
}

function orderFault(message: JsonObject, open: readonly string[]): string | undefined {
  if (message.role !== "tool") return open.length > 0 ? unanswered(open) : undefined;
  if (open.includes(String(message.tool_call_id))) return;
  return "messages with role 'tool' must be a response to a preceding message with 'tool_calls', and answer each call once.";
}

function repeatedId(message: JsonObject, seen: Set<string>): string | undefined {
  for (const id of callIds(message)) {
    if (seen.has(id)) return `the tool call id '${id}' occurs twice.`;
    seen.add(id);
  }
}

function callIds(message: JsonObject): readonly string[] {
  const calls = message.tool_calls;
  return Array.isArray(calls) ? calls.map(call => String(call.id)) : [];
}

function unanswered(ids: readonly string[]): string {
  return `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. These did not have a response: ${ids.join(", ")}`;
}
