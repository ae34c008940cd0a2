import { parseArgs } from "node:util";
import { checkOptions, parserOptions } from "./check-options.ts";
import { type CommandName, type CommandSpec, commands, isCommand } from "./commands.ts";
import { suggestion } from "./nearest.ts";
import { usageError } from "./usage-error.ts";

/** What the command line asks for. */
export type Request =
  | { readonly command: "version" }
  | { readonly command: "help"; readonly about?: CommandName }
  | { readonly command: "run"; readonly words: RunWords }
  | { readonly command: "doctor"; readonly isJson: boolean }
  | { readonly command: "demo" };

/** The words of `run`, as they were typed. */
export interface RunWords {
  /** `-`: the task comes from stdin. */
  readonly task: string | undefined;
  readonly model: string | undefined;
  readonly provider: string | undefined;
  readonly workdir: string | undefined;
  readonly instructions: string | undefined;
  readonly maxSteps: string | undefined;
  readonly timeLimit: string | undefined;
  readonly format: "view" | "json" | "quiet";
}

type Values = Readonly<Record<string, string | boolean | undefined>>;

/**
 * Reads the command line.
 * @throws CodeAgentError `OPTION_INVALID`, `TASK_INVALID`
 */
export async function parseCommandLine(args: readonly string[]): Promise<Request> {
  const [word, ...rest] = args;
  if (word === undefined || word === "--help" || word === "-h") return { command: "help" };
  if (word === "--version" || word === "-V") return { command: "version" };
  if (!isCommand(word)) throw await unknownCommand(word);
  const { values, positionals } = await parse(word, rest);
  if (values.help) return { command: "help", about: word };
  if (word === "help") return parseHelp(positionals);
  if (word === "run") return { command: "run", words: await parseRun(values, positionals) };
  if (positionals.length > 0)
    throw await usageError(`Expected no words after "${word}", got "${positionals[0]}". Leave it out.`);
  return word === "doctor" ? { command: "doctor", isJson: values.json === true } : { command: "demo" };
}

async function parse(
  command: CommandName,
  args: readonly string[],
): Promise<{ readonly values: Values; readonly positionals: readonly string[] }> {
  const spec: CommandSpec = commands[command];
  await checkOptions(command, spec, args);
  const options = parserOptions(spec);
  const { values, positionals } = parseArgs({
    args: [...args],
    options,
    allowPositionals: true,
    strict: true,
  });
  return { values: values as Values, positionals };
}

async function parseHelp([about]: readonly string[]): Promise<Request> {
  if (about === undefined) return { command: "help" };
  if (!isCommand(about)) throw await unknownCommand(about);
  return { command: "help", about };
}

async function parseRun(values: Values, positionals: readonly string[]): Promise<RunWords> {
  if (positionals.length > 1) {
    throw await usageError(
      `Expected one task, got ${positionals.length} words. Put the task in quotes.`,
      "TASK_INVALID",
    );
  }
  if (values.json && values.quiet)
    throw await usageError("Expected --json or --quiet, got both. Leave one out.");
  const text = (name: string) => values[name] as string | undefined;
  return {
    task: positionals[0],
    model: text("model"),
    provider: text("provider"),
    workdir: text("workdir"),
    instructions: text("instructions"),
    maxSteps: text("max-steps"),
    timeLimit: text("time-limit"),
    format: values.json ? "json" : values.quiet ? "quiet" : "view",
  };
}

async function unknownCommand(word: string): Promise<Error> {
  const known = Object.keys(commands);
  const kind = word.startsWith("-") ? "an option" : "a command";
  return usageError(
    `Expected a command (${known.join(", ")}), got ${kind} "${word}".${suggestion(word, [...known, "--help", "--version"])} A task is given as: tinycodeagent run "…".`,
  );
}
