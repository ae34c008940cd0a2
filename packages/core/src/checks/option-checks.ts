import { CodeAgentError } from "../errors/code-agent-error.ts";
import { suggestion } from "./nearest.ts";
import { shown } from "./shown.ts";

/** What an option must be, in words and as a check. */
export interface OptionRule {
  readonly expected: string;
  readonly fits: (value: unknown) => boolean;
  /** Says what came instead, and where in the option. Default: what kind of value it is. */
  readonly got?: (value: unknown, name: string) => string;
}

/** Rules by option name. */
export type OptionRules = Readonly<Record<string, OptionRule>>;

/** How options are checked. */
export interface OptionCheck {
  readonly rules: OptionRules;
  /** Those that must be there. */
  readonly required?: readonly string[];
  /** Whose options they are, where that is not plain, such as `tool "search"`. */
  readonly of?: string | undefined;
}

/** One sentence for every bad option. `got` is in words. */
export function optionInvalid(name: string, expected: string, got: string, of?: string): CodeAgentError {
  return new CodeAgentError(
    "OPTION_INVALID",
    `Expected option "${name}"${of ? ` of ${of}` : ""} to be ${expected}, got ${got}. Change it, or leave it out where it has a default.`,
    { details: { option: name } },
  );
}

/**
 * Checks options against rules. An unknown one is refused by name.
 * @throws CodeAgentError `OPTION_INVALID`
 */
export function checkOptions(options: unknown, check: OptionCheck): void {
  const { rules, required = [], of } = check;
  if (!isRecord(options)) throw noOptions(options, check);
  for (const [name, value] of Object.entries(options)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (!rule) throw optionUnknown(name, check);
    if (value === undefined || rule.fits(value)) continue;
    throw optionInvalid(name, rule.expected, (rule.got ?? shown)(value, name), of);
  }
  for (const name of required) {
    if (options[name] === undefined)
      throw optionInvalid(name, rules[name]?.expected ?? "there", "undefined", of);
  }
}

/** The refusal of a name that is not known, with those that are. */
export function optionUnknown(name: string, { rules, of }: OptionCheck): CodeAgentError {
  const known = Object.keys(rules);
  return new CodeAgentError(
    "OPTION_INVALID",
    `Expected options${of ? ` of ${of}` : ""} among ${known.join(", ")}, got "${name}".${suggestion(name, known)} Correct its name, or leave it out.`,
    { details: { option: name } },
  );
}

/** Whether a value is an object that is no list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function noOptions(got: unknown, { rules, required = [], of }: OptionCheck): CodeAgentError {
  const names = required.length ? [...required, "…"] : Object.keys(rules);
  return new CodeAgentError(
    "OPTION_INVALID",
    `Expected options${of ? ` of ${of}` : ""} { ${names.join(", ")} }, got ${shown(got)}. Pass an object.`,
  );
}
