import type { Json, JsonObject } from "@tinycodeagent/core";
import { type ApiError, invalidRequest } from "./api-error.ts";
import { isObject } from "./is-object.ts";

const toolName = /^[a-zA-Z0-9_-]{1,64}$/;

/** What is wrong with the tools of a request. */
export function validateTools(body: JsonObject): ApiError | undefined {
  const { tools, tool_choice: choice } = body;
  if (tools === undefined) {
    if (choice === undefined && body.parallel_tool_calls === undefined) return;
    return invalidRequest("'tool_choice' is only allowed when 'tools' are specified.", "tool_choice");
  }
  if (!Array.isArray(tools) || tools.length === 0)
    return invalidRequest("Invalid 'tools': expected a list of at least 1 tool.", "tools");
  if (choice !== undefined && !["auto", "none", "required"].includes(String(choice)) && !isObject(choice))
    return invalidRequest("Invalid value for 'tool_choice'.", "tool_choice");
  const names = new Set<string>();
  for (const [index, tool] of tools.entries()) {
    const name = nameOf(tool);
    if (name === undefined) return invalidRequest(`Invalid 'tools[${index}]'.`, `tools[${index}]`);
    if (names.has(name)) return invalidRequest(`Tool names must be unique, got '${name}' twice.`, "tools");
    names.add(name);
  }
}

function nameOf(tool: Json): string | undefined {
  if (!isObject(tool) || tool.type !== "function" || !isObject(tool.function)) return;
  const { name, parameters } = tool.function;
  if (typeof name !== "string" || !toolName.test(name)) return;
  if (parameters !== undefined && !(isObject(parameters) && parameters.type === "object")) return;
  return name;
}
