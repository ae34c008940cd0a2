import { CodeAgentError } from "@tinycodeagent/core";
import type { OptionRule } from "./option-rules.ts";

/**
 * Checks the options of a factory, once, and returns a copy without the absent ones.
 * @throws CodeAgentError `OPTION_INVALID`
 */
export function checkOptions<Options extends object>(
  factory: string,
  options: Options,
  rules: Readonly<Record<string, OptionRule>>,
): Options {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw invalid(`Expected the options of ${factory}() to be an object, got ${show(options)}. Pass { … }.`);
  }
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  for (const [name, value] of given) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (!rule) throw unknownOption(factory, name, rules);
    if (rule.accepts(value)) continue;
    const got = name === "headers" ? "something else" : show(value);
    throw invalid(
      `Expected option "${name}" of ${factory}() to be ${rule.expected}, got ${got}. Correct or remove it.`,
    );
  }
  return Object.fromEntries(given) as Options;
}

/**
 * Checks the name of a model.
 * @throws CodeAgentError `OPTION_INVALID`
 */
export function checkName(factory: string, name: string): void {
  if (typeof name === "string" && /^[\w.:/@-]+$/.test(name)) return;
  throw invalid(
    `Expected ${factory}() to get the name of a model such as "qwen3:8b", got ${show(name)}. Pass a name that \`ollama list\` shows.`,
  );
}

function unknownOption(factory: string, name: string, rules: object): CodeAgentError {
  return invalid(
    `Expected known options of ${factory}(), got "${name}". Known are ${Object.keys(rules).join(", ")}; correct or remove it.`,
  );
}

function invalid(message: string): CodeAgentError {
  return new CodeAgentError("OPTION_INVALID", message);
}

function show(value: unknown): string {
  if (typeof value === "function") return "a function";
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  return (JSON.stringify(value) ?? String(value)).slice(0, 100);
}
