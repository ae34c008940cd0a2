import { CodeAgentError } from "../errors/code-agent-error.ts";

/** What an option must be, in words and as a check. */
export interface OptionRule {
  readonly expected: string;
  readonly fits: (value: unknown) => boolean;
}

/** Rules by option name. */
export type OptionRules = Readonly<Record<string, OptionRule>>;

/** One sentence for every bad option. */
export function optionInvalid(name: string, expected: string, got: unknown): CodeAgentError {
  return new CodeAgentError(
    "OPTION_INVALID",
    `Expected option "${name}" to be ${expected}, got ${shown(got)}. Change it, or leave it out where it has a default.`,
    { details: { option: name } },
  );
}

function optionUnknown(name: string, rules: OptionRules): CodeAgentError {
  return new CodeAgentError(
    "OPTION_INVALID",
    `Expected options of ${Object.keys(rules).join(", ")}, got "${name}". Correct its name, or leave it out.`,
    { details: { option: name } },
  );
}

/**
 * Checks options against rules. `required` ones must be there; an unknown one is refused by name.
 * @throws CodeAgentError `OPTION_INVALID`
 */
export function checkOptions(options: unknown, rules: OptionRules, required: readonly string[] = []): void {
  if (!isRecord(options)) throw optionInvalid("options", "an object", options);
  for (const [name, value] of Object.entries(options)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (!rule) throw optionUnknown(name, rules);
    if (value !== undefined && !rule.fits(value)) throw optionInvalid(name, rule.expected, value);
  }
  for (const name of required) {
    if (options[name] === undefined) throw optionInvalid(name, rules[name]?.expected ?? "there", undefined);
  }
}

/** Whether a value is an object that is no list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A whole number from 1. */
export const positiveInteger: OptionRule = {
  expected: "a whole number from 1",
  fits: value => Number.isSafeInteger(value) && Number(value) >= 1,
};

function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 100));
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" && value !== null ? "an object" : String(value);
}
