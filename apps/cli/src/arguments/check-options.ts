import { type ParseArgsConfig, parseArgs } from "node:util";
import type { CommandSpec } from "./commands.ts";
import { suggestion } from "./nearest.ts";
import { usageError } from "./usage-error.ts";

/**
 * Finds the first wrong option, in words that help more than those of the parser.
 * @throws CodeAgentError `OPTION_INVALID`
 */
export async function checkOptions(
  command: string,
  spec: CommandSpec,
  args: readonly string[],
): Promise<void> {
  const options = parserOptions(spec);
  const { tokens } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind === "option") await checkOption(command, spec, token);
  }
}

/** A command's options as Node's parser takes them. */
export function parserOptions({ options }: CommandSpec): NonNullable<ParseArgsConfig["options"]> {
  return Object.fromEntries(
    Object.entries(options).map(([name, { type, short }]) => [name, { type, ...(short && { short }) }]),
  );
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

async function checkOption(command: string, spec: CommandSpec, token: OptionToken): Promise<void> {
  const { rawName, value, inlineValue } = token;
  const option = Object.hasOwn(spec.options, token.name) ? spec.options[token.name] : undefined;
  if (!option) throw await unknownOption(command, spec, rawName);
  if (option.type === "boolean") {
    if (value === undefined) return;
    throw await usageError(`Expected ${rawName} without a value, got "${value}". Leave the value out.`);
  }
  if (value === undefined) {
    throw await usageError(`Expected a value for ${rawName} (${option.value}), got none. ${option.help}.`);
  }
  if (inlineValue || value === "-" || !value.startsWith("-")) return;
  if (/^-\d/.test(value)) {
    throw await usageError(
      `Expected a value for ${rawName} (${option.value}), got "${value}". ${option.help}.`,
    );
  }
  throw await usageError(
    `Expected a value for ${rawName} (${option.value}), got "${value}", which looks like an option. Write ${rawName}=${value} if it is meant.`,
  );
}

async function unknownOption(command: string, spec: CommandSpec, rawName: string): Promise<Error> {
  const known = Object.keys(spec.options).map(name => `--${name}`);
  return usageError(
    `Expected an option of "${command}" (${known.join(", ")}), got "${rawName}".${suggestion(rawName, known)}`,
  );
}
