import type { JsonObject } from "@tinycodeagent/core";
import { type ApiError, invalidRequest, modelNotFound } from "./api-error.ts";
import type { ModelServerOptions } from "./model-server.ts";
import { validateMessages } from "./validate-messages.ts";
import { validateTools } from "./validate-tools.ts";

const numberRanges = {
  temperature: [0, 2],
  top_p: [0, 1],
  frequency_penalty: [-2, 2],
  presence_penalty: [-2, 2],
} as const;
const counts = ["max_completion_tokens", "max_tokens", "n"] as const;
const efforts = ["none", "minimal", "low", "medium", "high", "xhigh", "max"];
const known = new Set([
  ...Object.keys(numberRanges),
  ...counts,
  ...["model", "messages", "tools", "tool_choice", "parallel_tool_calls", "stream", "stream_options"],
  ...["reasoning_effort", "response_format", "seed", "stop", "user", "metadata", "store", "service_tier"],
]);

/** What is wrong with a chat request, as the real API would see it; nothing for a valid one. */
export function validateRequest(body: JsonObject, options: ModelServerOptions): ApiError | undefined {
  return (
    validateMembers(body) ??
    validateModel(body, options) ??
    validateNumbers(body) ??
    validateStreaming(body) ??
    validateTools(body) ??
    validateMessages(body.messages, options.messageFields ?? ["reasoning_content", "reasoning_details"])
  );
}

function validateMembers(body: JsonObject): ApiError | undefined {
  const unknown = Object.keys(body).find(name => !known.has(name));
  if (unknown !== undefined)
    return invalidRequest(`Unrecognized request argument supplied: ${unknown}`, unknown);
}

function validateModel(body: JsonObject, options: ModelServerOptions): ApiError | undefined {
  const model = body.model;
  if (typeof model !== "string" || model === "")
    return invalidRequest("you must provide a model parameter", "model");
  if (options.models && !options.models.includes(model)) return modelNotFound(model);
}

function validateNumbers(body: JsonObject): ApiError | undefined {
  for (const [name, [least, most]] of Object.entries(numberRanges)) {
    const value = body[name];
    if (value === undefined) continue;
    if (typeof value !== "number" || value < least || value > most)
      return invalidRequest(`Invalid '${name}': expected a number from ${least} to ${most}.`, name);
  }
  for (const name of counts) {
    const value = body[name];
    if (value !== undefined && !(Number.isInteger(value) && Number(value) > 0))
      return invalidRequest(`Invalid '${name}': expected a positive integer.`, name);
  }
  const effort = body.reasoning_effort;
  if (effort !== undefined && !efforts.includes(String(effort)))
    return invalidRequest("Invalid 'reasoning_effort'.", "reasoning_effort");
}

function validateStreaming(body: JsonObject): ApiError | undefined {
  const { stream, stream_options: options } = body;
  if (stream !== undefined && typeof stream !== "boolean")
    return invalidRequest("Invalid type for 'stream': expected a boolean.", "stream");
  if (options !== undefined && stream !== true)
    return invalidRequest(
      "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
      "stream_options",
    );
}
