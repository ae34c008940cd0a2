import type { Json, JsonObject } from "@tinycodeagent/core";
import { capabilitiesOf, findModel } from "./answer-facts.ts";
import { historyProblem } from "./check-messages.ts";
import { checkOptions } from "./check-options.ts";
import type { OllamaServerModel } from "./server.ts";

/** What the server makes of a chat request. */
export interface ChatCheck {
  readonly refusal?: { readonly status: number; readonly error: string };
  readonly warnings: readonly string[];
}

const fields = [
  "model",
  "messages",
  "tools",
  "format",
  "options",
  "stream",
  "keep_alive",
  "think",
  "truncate",
];
const duration = /^-?(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$|^-?0$/;

/** Checks a chat request as Ollama does, and its history more strictly. */
export function checkChat(body: Json, models: readonly OllamaServerModel[]): ChatCheck {
  if (!isObject(body)) return refuse(400, "the body is not an object");
  const { model: name } = body;
  if (typeof name !== "string" || name === "") return refuse(400, "model is required");
  const model = findModel(models, name);
  if (!model) return refuse(404, `model "${name}" not found`);
  const options = checkOptions(body.options);
  const problem =
    fieldProblem(body) ?? historyProblem(body.messages) ?? abilityProblem(body, model) ?? options.problem;
  const unknown = Object.keys(body).filter(field => !fields.includes(field));
  const warnings = [...unknown.map(field => `unknown field "${field}"`), ...options.warnings];
  return problem === undefined ? { warnings } : { ...refuse(400, problem), warnings };
}

function refuse(status: number, error: string): ChatCheck {
  return { refusal: { status, error }, warnings: [] };
}

function fieldProblem({ stream, keep_alive, think, tools }: JsonObject): string | undefined {
  if (stream !== undefined && typeof stream !== "boolean") return "stream must be a boolean";
  if (typeof keep_alive === "string" && !duration.test(keep_alive)) {
    return `time: invalid duration ${JSON.stringify(keep_alive)}`;
  }
  if (!["string", "number", "undefined"].includes(typeof keep_alive)) return "invalid keep_alive";
  if (![undefined, true, false, "low", "medium", "high"].includes(think as string)) {
    return `invalid think value: ${JSON.stringify(think)}`;
  }
  return toolsProblem(tools);
}

function toolsProblem(tools: Json | undefined): string | undefined {
  if (tools === undefined) return undefined;
  if (!Array.isArray(tools)) return "tools must be an array";
  for (const tool of tools as Json[]) {
    const definition = isObject(tool) && tool.type === "function" ? tool.function : undefined;
    if (!isObject(definition) || typeof definition.name !== "string") return "invalid tool";
    if (!isObject(definition.parameters) || definition.parameters.type !== "object") {
      return `invalid parameters of tool ${definition.name}`;
    }
  }
  return undefined;
}

function abilityProblem(body: JsonObject, model: OllamaServerModel): string | undefined {
  const can = (ability: string) => capabilitiesOf(model).includes(ability);
  const messages = body.messages as readonly JsonObject[];
  if (!can("completion")) return `"${model.name}" does not support chat`;
  if ((body.tools as Json[] | undefined)?.length && !can("tools"))
    return `"${model.name}" does not support tools`;
  if (body.think && !can("thinking")) return `"${model.name}" does not support thinking`;
  if (messages.some(message => message.images) && !can("vision"))
    return `"${model.name}" does not support images`;
  return undefined;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
