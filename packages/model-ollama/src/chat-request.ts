import { CodeAgentError, type ModelCapabilities, type ModelRequest } from "@tinycodeagent/core";
import type { ChatRequest, Tool as WireTool } from "ollama/browser";
import { wireOptions } from "./model-options.ts";
import type { OllamaOptions } from "./options.ts";
import { hasImages, wireMessages } from "./wire-messages.ts";

/** What a request is made of. */
export interface ChatRequestParts {
  readonly name: string;
  readonly options: OllamaOptions;
  readonly capabilities: ModelCapabilities;
  readonly request: ModelRequest;
}

type Parameters = NonNullable<WireTool["function"]["parameters"]>;

/**
 * The body of a chat request. Ollama has no tool choice: for `none` no tools are sent, and `required` is `auto`.
 * @throws CodeAgentError `MODEL_REFUSED` for pictures that the model does not take
 */
export function chatRequest(parts: ChatRequestParts): ChatRequest & { stream: true } {
  const { name, options, request } = parts;
  const { maxOutputTokens: numPredict = options.numPredict } = request;
  refuseImages(parts);
  const modelOptions = wireOptions({ ...options, ...(numPredict !== undefined && { numPredict }) });
  const tools = wireTools(parts);
  return {
    model: name,
    messages: wireMessages(request.messages),
    stream: true,
    ...(tools.length > 0 && { tools }),
    ...(Object.keys(modelOptions).length > 0 && { options: modelOptions }),
    ...(options.keepAlive !== undefined && { keep_alive: options.keepAlive }),
    ...(options.think !== undefined && { think: options.think }),
  };
}

function wireTools({ capabilities, request }: ChatRequestParts): WireTool[] {
  if (!capabilities.tools || request.toolChoice === "none") return [];
  return request.tools.map(({ name, description, inputSchema }) => ({
    type: "function",
    // The library's type of a schema is narrower than what the server takes.
    function: { name, description, parameters: inputSchema as Parameters },
  }));
}

function refuseImages({ name, capabilities, request }: ChatRequestParts): void {
  if (capabilities.images || !hasImages(request.messages)) return;
  throw new CodeAgentError(
    "MODEL_REFUSED",
    `Expected messages without pictures for "${name}", got some. Use \`openOllama\`, which asks the server what the model takes, or pass \`capabilities: { images: true }\`.`,
  );
}
