import type { ModelRequest, ToolSignature } from "@tinycodeagent/core";
import type {
  ChatCompletionCreateParams,
  ChatCompletionFunctionTool,
} from "openai/resources/chat/completions";
import type { Settings } from "../options/settings.ts";
import { wireMessages } from "./wire-messages.ts";

/** What is sent for one model call. */
export function requestBody(request: ModelRequest, settings: Settings): ChatCompletionCreateParams {
  const { options, capabilities, isStream } = settings;
  const { temperature, topP, reasoningEffort } = options;
  return {
    model: settings.name,
    messages: wireMessages(request.messages, {
      host: settings.host,
      sendsReasoning: settings.sendsReasoning,
      takesImages: capabilities.images ?? false,
    }),
    ...(capabilities.tools && toolFields(request)),
    ...tokenLimit(request, settings),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { top_p: topP }),
    ...(reasoningEffort !== undefined && { reasoning_effort: reasoningEffort }),
    ...(isStream ? { stream: true, stream_options: { include_usage: true } } : { stream: false }),
  };
}

function toolFields({ tools, toolChoice }: ModelRequest): Partial<ChatCompletionCreateParams> {
  if (tools.length === 0) return {};
  const isChoice = toolChoice !== undefined && toolChoice !== "auto";
  return { tools: tools.map(wireTool), ...(isChoice && { tool_choice: toolChoice }) };
}

function wireTool({ name, description, inputSchema }: ToolSignature): ChatCompletionFunctionTool {
  return { type: "function", function: { name, description, parameters: { ...inputSchema } } };
}

function tokenLimit(request: ModelRequest, { options }: Settings): Partial<ChatCompletionCreateParams> {
  const limit = request.maxOutputTokens ?? options.maxOutputTokens;
  return limit === undefined ? {} : { [options.maxTokensField ?? "max_completion_tokens"]: limit };
}
