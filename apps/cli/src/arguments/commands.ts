/** One option of a command, for the parser and for the help. */
export interface OptionSpec {
  readonly type: "string" | "boolean";
  readonly short?: string;
  /** The word for the value in the help. */
  readonly value?: string;
  readonly help: string;
}

/** One command. */
export interface CommandSpec {
  readonly summary: string;
  readonly usage: string;
  readonly options: Readonly<Record<string, OptionSpec>>;
}

const help: OptionSpec = { type: "boolean", short: "h", help: "Show this help" };

/** The name of a command. */
export type CommandName = "run" | "doctor" | "demo" | "help";

/** Every command by its name. */
export const commands: Readonly<Record<CommandName, CommandSpec>> = {
  run: {
    summary: "Do a task",
    usage: 'run [options] "task"    (or - to read the task from stdin)',
    options: {
      model: { type: "string", value: "WORD", help: "openai/NAME, NAME, ollama/NAME or demo" },
      provider: { type: "string", value: "WORD", help: "Where code runs; needed for a real model: local" },
      workdir: {
        type: "string",
        value: "FOLDER",
        help: "Work in this folder. Default: a private one, removed after",
      },
      instructions: { type: "string", value: "TEXT", help: "Added to the model's instructions" },
      "max-steps": { type: "string", value: "N", help: "Model replies at most. Default 20" },
      "time-limit": {
        type: "string",
        value: "SECONDS",
        help: "Time of the whole run at most. Default: none",
      },
      json: { type: "boolean", help: "One JSON object a line: every event, the last is run_end" },
      quiet: { type: "boolean", short: "q", help: "Only the final answer on stdout" },
      help,
    },
  },
  doctor: {
    summary: "Show what this machine can do",
    usage: "doctor [--json]",
    options: { json: { type: "boolean", help: "As one JSON object" }, help },
  },
  demo: {
    summary: "Two tasks on live Python, without a model service",
    usage: "demo",
    options: { help },
  },
  help: { summary: "Show help, also of one command", usage: "help [command]", options: { help } },
};

/** Whether a word is a command. */
export function isCommand(word: string): word is CommandName {
  return Object.hasOwn(commands, word);
}
