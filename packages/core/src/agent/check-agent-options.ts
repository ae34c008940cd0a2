import { toolsByName } from "../broker/tools-by-name.ts";
import { runPythonSignature } from "../built-in-tools/index.ts";
import { CodeAgentError } from "../errors/code-agent-error.ts";
import { checkPolicy } from "../policy/check-policy.ts";
import type { Tool } from "../tools/tool.ts";
import { checkOptions, isRecord, type OptionRules, optionInvalid, positiveInteger } from "./option-checks.ts";
import type { ActionMode, AgentOptions } from "./options.ts";

/** Names that the agent's own tools have. */
export const builtInToolNames: readonly string[] = [runPythonSignature.name, "final_answer", "ask_question"];

const isolations = ["none", "process", "os", "container", "vm"];
const object = { expected: "an object", fits: isRecord };
const list = { expected: "a list", fits: Array.isArray };

const rules: OptionRules = {
  model: {
    expected: "a chat model with a stream method",
    fits: value => isRecord(value) && typeof value.stream === "function" && isRecord(value.capabilities),
  },
  provider: {
    expected: "a provider with an openSession method",
    fits: value => isRecord(value) && typeof value.openSession === "function",
  },
  tools: { expected: "a list of tools made by defineTool", fits: listOf(isTool) },
  hooks: { expected: "a list of hooks with names", fits: listOf(isHook) },
  policy: object,
  preload: { expected: "a list of module names", fits: listOf(value => typeof value === "string") },
  requireIsolation: {
    expected: `one of ${isolations.join(", ")}`,
    fits: value => typeof value === "string" && isolations.includes(value),
  },
  actionMode: { expected: '"tools" or "fenced"', fits: value => value === "tools" || value === "fenced" },
  instructions: { expected: "a string", fits: value => typeof value === "string" },
  maxSteps: positiveInteger,
  maxTokens: positiveInteger,
  maxTimeMs: positiveInteger,
  truncation: object,
  outputSchema: {
    expected: "a schema with a JSON form",
    fits: value =>
      value !== null && (typeof value === "object" || typeof value === "function") && "~standard" in value,
  },
};

/**
 * Checks an agent's options and says how its model acts.
 * @throws CodeAgentError `OPTION_INVALID`, `TOOL_DUPLICATE`
 */
export function checkAgentOptions(options: AgentOptions): ActionMode {
  checkOptions(options, rules, ["model", "provider"]);
  checkPolicy(options.policy ?? {});
  checkOptions(options.truncation ?? {}, { maxTokens: positiveInteger, maxLines: positiveInteger });
  const { model, tools = [] } = options;
  checkToolNames(tools);
  const mode = options.actionMode ?? (model.capabilities.tools ? "tools" : "fenced");
  if (mode === "tools" && !model.capabilities.tools) {
    throw optionInvalid("actionMode", `"fenced", because ${model.name} has no native tools`, mode);
  }
  if (mode === "fenced") checkCallableFromCode(tools);
  return mode;
}

/**
 * Checks a hook that is added later.
 * @throws CodeAgentError `OPTION_INVALID`
 */
export function checkHook(hook: unknown): void {
  if (!isHook(hook)) throw optionInvalid("hook", "a hook with a name", hook);
}

function checkToolNames(tools: readonly Tool[]): void {
  for (const { signature } of toolsByName(tools).values()) {
    if (!builtInToolNames.includes(signature.name)) continue;
    throw new CodeAgentError(
      "TOOL_DUPLICATE",
      `Expected tools with names of their own, got "${signature.name}", which is built in (${builtInToolNames.join(", ")} are). Rename the tool.`,
      { details: { name: signature.name } },
    );
  }
}

function checkCallableFromCode(tools: readonly Tool[]): void {
  const tool = tools.find(candidate => candidate.from === "model");
  if (!tool) return;
  throw optionInvalid(
    "tools",
    `callable from code (from: "code" or "both"), because the model acts by fenced code`,
    `${tool.signature.name} (from: "model")`,
  );
}

function listOf(fits: (value: unknown) => boolean): (value: unknown) => boolean {
  return value => list.fits(value) && value.every(fits);
}

function isTool(value: unknown): boolean {
  return isRecord(value) && isRecord(value.signature) && typeof value.execute === "function";
}

function isHook(value: unknown): boolean {
  return isRecord(value) && typeof value.name === "string" && value.name !== "";
}
