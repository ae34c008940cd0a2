import { type ChatModel, CodeAgentError, type ModelCapabilities } from "@tinycodeagent/core";
import { checkName, checkOptions } from "./check-options.ts";
import { describeOllamaModel, type OllamaModelDescription } from "./describe-model.ts";
import { ollama } from "./ollama.ts";
import { modelRules, serverRules } from "./option-rules.ts";
import type { OllamaOptions, OllamaServerOptions } from "./options.ts";

/**
 * A chat model of which the server was asked: that it is there, and what it can do. `capabilities` still overrides the
 * answer. The context window is known when `numCtx` is set, by the option or by the model's own parameters.
 * @throws CodeAgentError `OPTION_INVALID`, `MODEL_UNREACHABLE`, `MODEL_UNKNOWN`, `MODEL_REFUSED` (no chat model),
 * `MODEL_RESPONSE_INVALID`, `MODEL_FAILED`, `ABORTED`
 */
export async function openOllama(
  name: string,
  options: OllamaOptions = {},
  call: { readonly signal?: AbortSignal } = {},
): Promise<ChatModel> {
  checkName("openOllama", name);
  const checked = checkOptions("openOllama", options, modelRules);
  const description = await describeOllamaModel(name, serverOptions(checked), call);
  refuseOtherKinds(description);
  refuseThinking(description, checked);
  const capabilities = { ...realCapabilities(description, checked), ...checked.capabilities };
  return ollama(name, { ...checked, capabilities });
}

function serverOptions(options: OllamaOptions): OllamaServerOptions {
  return Object.fromEntries(Object.entries(options).filter(([name]) => name in serverRules));
}

function realCapabilities(
  { capabilities, presetContextTokens }: OllamaModelDescription,
  { numCtx = presetContextTokens }: OllamaOptions,
): ModelCapabilities {
  const { contextTokens: most = Number.POSITIVE_INFINITY, ...abilities } = capabilities;
  return numCtx === undefined ? abilities : { ...abilities, contextTokens: Math.min(numCtx, most) };
}

function refuseOtherKinds({ name, abilities }: OllamaModelDescription): void {
  if (abilities.includes("completion")) return;
  throw new CodeAgentError(
    "MODEL_REFUSED",
    `Expected a chat model, but "${name}" is for ${abilities.join(", ") || "nothing"} only. Choose another model.`,
  );
}

function refuseThinking({ name, abilities }: OllamaModelDescription, { think }: OllamaOptions): void {
  if (!think || abilities.includes("thinking")) return;
  throw new CodeAgentError(
    "OPTION_INVALID",
    `Expected option "think" of openOllama() only for a model that thinks, but "${name}" has ${abilities.join(", ")}. Remove it, or choose another model.`,
  );
}
