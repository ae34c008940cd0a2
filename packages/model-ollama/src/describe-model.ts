import type { ModelCapabilities } from "@tinycodeagent/core";
import { askServer, notOllama } from "./ask-server.ts";
import { checkName, checkOptions } from "./check-options.ts";
import { openClient } from "./client.ts";
import type { Connection } from "./connection.ts";
import { wholeBody } from "./guarded-fetch.ts";
import { serverRules } from "./option-rules.ts";
import type { OllamaServerOptions } from "./options.ts";
import { explainMissing } from "./unknown-model.ts";

/** What a server says about a model. */
export interface OllamaModelDescription {
  readonly name: string;
  /** In Ollama's words: `completion`, `tools`, `thinking`, `vision`, `embedding`, … */
  readonly abilities: readonly string[];
  /** The same in the words of core; `contextTokens` is the most that the model can take. */
  readonly capabilities: ModelCapabilities;
  /** `num_ctx` of the model's own parameters: what the server uses when the option `numCtx` is not set. */
  readonly presetContextTokens?: number;
}

/**
 * Asks a server what a model can do. Nothing is guessed from its name.
 * @throws CodeAgentError `OPTION_INVALID`, `MODEL_UNREACHABLE`, `MODEL_UNKNOWN`, `MODEL_RESPONSE_INVALID`,
 * `MODEL_FAILED`, `ABORTED`
 */
export async function describeOllamaModel(
  name: string,
  options: OllamaServerOptions = {},
  call: { readonly signal?: AbortSignal } = {},
): Promise<OllamaModelDescription> {
  checkName("describeOllamaModel", name);
  const checked = checkOptions("describeOllamaModel", options, serverRules);
  return await askServer(checked, call.signal, connection => describe(name, connection));
}

async function describe(name: string, connection: Connection): Promise<OllamaModelDescription> {
  const facts = await showModel(name, connection);
  const { capabilities, model_info, parameters } = (facts ?? {}) as Readonly<Record<string, unknown>>;
  if (!isTextList(capabilities)) throw notOllama(connection, { capabilities });
  const contextTokens = maxContextTokens(model_info);
  const preset = presetContextTokens(parameters);
  return {
    name,
    abilities: capabilities,
    capabilities: {
      tools: capabilities.includes("tools"),
      images: capabilities.includes("vision"),
      ...(contextTokens !== undefined && { contextTokens }),
    },
    ...(preset !== undefined && { presetContextTokens: preset }),
  };
}

async function showModel(name: string, connection: Connection): Promise<unknown> {
  const client = await openClient(connection, wholeBody);
  try {
    return await client.show({ model: name });
  } catch (thrown) {
    throw await explainMissing(thrown, name, connection);
  }
}

/** The key is named after the architecture: `llama.context_length`. */
function maxContextTokens(info: unknown): number | undefined {
  const facts = (info ?? {}) as Readonly<Record<string, unknown>>;
  return tokensOf(facts[`${facts["general.architecture"]}.context_length`]);
}

/** Parameters are lines of a name and a value. */
function presetContextTokens(parameters: unknown): number | undefined {
  if (typeof parameters !== "string") return undefined;
  return tokensOf(Number(/^num_ctx\s+(\d+)\s*$/m.exec(parameters)?.[1]));
}

function tokensOf(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && Number(value) > 0 ? Number(value) : undefined;
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(text => typeof text === "string");
}
