import { toolsByName } from "../broker/tools-by-name.ts";
import { runPythonSignature } from "../built-in-tools/index.ts";
import { listOf, oneOf, positiveInteger, record, text } from "../checks/common-rules.ts";
import { checkOptions, isRecord, type OptionRule, optionInvalid } from "../checks/option-checks.ts";
import { shownUncalled } from "../checks/shown.ts";
import { CodeAgentError } from "../errors/code-agent-error.ts";
import { checkHook } from "../hooks/check-hook.ts";
import { checkPolicy } from "../policy/check-policy.ts";
import type { Tool } from "../tools/tool.ts";
import type { ActionMode, AgentOptions } from "./options.ts";

/** Names that the agent's own tools have. */
export const builtInToolNames: readonly string[] = [runPythonSignature.name, "final_answer", "ask_question"];

export { checkHook };

const rules = {
  model: {
    expected: "a chat model with a stream method",
    fits: value => isRecord(value) && typeof value.stream === "function" && isRecord(value.capabilities),
    got: shownUncalled,
  },
  provider: {
    expected: "a provider with an openSession method",
    fits: value => isRecord(value) && typeof value.openSession === "function",
    got: shownUncalled,
  },
  tools: listOf("tools made by defineTool", isTool),
  hooks: listOf("hooks made by defineHook", isRecord),
  policy: record,
  preload: listOf("module names", text.fits),
  requireIsolation: oneOf(["none", "process", "os", "container", "vm"]),
  actionMode: oneOf(["tools", "fenced"]),
  instructions: { expected: "a string", fits: value => typeof value === "string" },
  maxSteps: positiveInteger,
  maxTokens: positiveInteger,
  maxTimeMs: positiveInteger,
  truncation: record,
  checkpoints: { expected: "true or false", fits: value => typeof value === "boolean" },
  outputSchema: {
    expected: "a schema with a JSON form",
    fits: value =>
      value !== null && (typeof value === "object" || typeof value === "function") && "~standard" in value,
  },
} satisfies Record<keyof AgentOptions, OptionRule>;

const truncationRules = { maxTokens: positiveInteger, maxLines: positiveInteger };

/**
 * Checks an agent's options and says how its model acts.
 * @throws CodeAgentError `OPTION_INVALID`, `TOOL_DUPLICATE`
 */
export function checkAgentOptions(options: AgentOptions<unknown>): ActionMode {
  checkOptions(options, { rules, required: ["model", "provider"] });
  const { model, tools = [], hooks = [], policy = {}, truncation = {} } = options;
  checkPolicy(policy);
  checkOptions(truncation, { rules: truncationRules, of: '"truncation"' });
  for (const [index, hook] of hooks.entries()) checkHook(hook, `hooks[${index}]`);
  checkToolNames(tools);
  const mode = options.actionMode ?? (model.capabilities.tools ? "tools" : "fenced");
  if (mode === "tools" && !model.capabilities.tools) {
    throw optionInvalid("actionMode", `"fenced", because ${model.name} has no native tools`, `"${mode}"`);
  }
  if (mode === "fenced") checkCallableFromCode(tools);
  return mode;
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

function isTool(value: unknown): boolean {
  return isRecord(value) && isRecord(value.signature) && typeof value.execute === "function";
}
