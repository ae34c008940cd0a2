import type { Json, JsonObject } from "@tinycodeagent/core";

const roles = ["system", "user", "assistant", "tool"];
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** What is wrong with a history: shapes as Ollama checks them, and each call answered directly, once and in order. */
export function historyProblem(messages: Json | undefined): string | undefined {
  if (!Array.isArray(messages) || messages.length === 0) return "messages must be a list with an entry";
  let unanswered: string[] = [];
  for (const message of messages as Json[]) {
    const problem = messageProblem(message);
    if (problem !== undefined) return problem;
    const { role, tool_name, tool_calls } = message as JsonObject;
    if (role === "tool") {
      if (unanswered[0] !== tool_name) return `no call waits for the answer of tool "${tool_name}"`;
      unanswered = unanswered.slice(1);
      continue;
    }
    if (unanswered.length) return `the call of tool "${unanswered[0]}" is not answered`;
    unanswered = ((tool_calls as readonly ToolCall[] | undefined) ?? []).map(call => call.function.name);
  }
  return unanswered.length ? `the call of tool "${unanswered[0]}" is not answered` : undefined;
}

interface ToolCall {
  readonly function: { readonly name: string; readonly arguments: JsonObject };
}

function messageProblem(message: Json): string | undefined {
  if (!isObject(message)) return "a message is not an object";
  const { role, content, thinking, images, tool_calls } = message;
  if (!roles.includes(role as string)) return `invalid message role: ${JSON.stringify(role)}`;
  if (typeof content !== "string") return "the content of a message is not a string";
  if (thinking !== undefined && typeof thinking !== "string") return "thinking is not a string";
  if (images !== undefined && !isImageList(images)) return "illegal base64 data in images";
  if (tool_calls === undefined) return undefined;
  if (role !== "assistant") return "only the assistant has tool_calls";
  return Array.isArray(tool_calls) && tool_calls.every(isToolCall)
    ? undefined
    : "cannot unmarshal tool_calls: the arguments of a function must be an object";
}

function isImageList(images: Json): boolean {
  return Array.isArray(images) && images.every(image => typeof image === "string" && base64.test(image));
}

function isToolCall(call: Json): boolean {
  if (!isObject(call) || !isObject(call.function)) return false;
  return typeof call.function.name === "string" && isObject(call.function.arguments);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
