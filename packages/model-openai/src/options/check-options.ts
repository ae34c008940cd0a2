import { CodeAgentError } from "@tinycodeagent/core";
import type { OpenAIOptions } from "./openai-options.ts";
import { optionRules } from "./option-rules.ts";

/**
 * Checks the name of a model and every option; an option that is `undefined` counts as left out.
 * @throws CodeAgentError `OPTION_INVALID`
 */
export function checkOptions(name: string, options: OpenAIOptions): void {
  if (typeof name !== "string" || name.trim() === "")
    throw invalid("name", "the name of a model", describe(name));
  if (typeof options !== "object" || options === null)
    throw invalid("options", "an object", describe(options));
  for (const [option, value] of Object.entries(options)) checkOption(option, value);
}

function checkOption(option: string, value: unknown): void {
  const rule = Object.hasOwn(optionRules, option) ? optionRules[option as keyof OpenAIOptions] : undefined;
  if (!rule) throw invalid(option, `one of ${Object.keys(optionRules).join(", ")}`, "an unknown name");
  if (value === undefined || rule.test(value)) return;
  throw invalid(
    option,
    rule.expected,
    rule.hides?.(value) ? `${kindOf(value)} that is not shown here` : describe(value),
  );
}

function invalid(option: string, expected: string, got: string): CodeAgentError {
  return new CodeAgentError(
    "OPTION_INVALID",
    `Expected option "${option}" of openai() to be ${expected}, got ${got}. Correct it or leave it out.`,
    { details: { option } },
  );
}

function describe(value: unknown): string {
  if (typeof value === "bigint" || typeof value === "symbol" || typeof value === "function")
    return kindOf(value);
  if (typeof value === "number") return String(value);
  return JSON.stringify(value)?.slice(0, 100) ?? "undefined";
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
