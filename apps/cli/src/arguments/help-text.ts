import { type CommandName, type CommandSpec, commands, type OptionSpec } from "./commands.ts";

/** The help of the program, or of one command. */
export function helpText(about?: CommandName): string {
  return `${(about ? commandHelp(commands[about]) : programHelp()).join("\n")}\n`;
}

function programHelp(): readonly string[] {
  return [
    "tinycodeagent: an agent whose action is code, run in a live Python session",
    "",
    "Usage: tinycodeagent COMMAND [options]",
    "",
    "Commands",
    ...aligned(Object.entries(commands).map(([name, { summary }]) => [name, summary])),
    "",
    "Options of run",
    ...optionLines(commands.run),
    "",
    "Without --model: gpt-4.1-mini where OPENAI_API_KEY is set, else a model of a running Ollama, else demo",
    "(with --quiet, demo must be named).",
    "OPENAI_BASE_URL and OLLAMA_HOST say where the services are.",
    "",
    "Exit codes: 0 completed, 1 failed, 2 wrong usage, 3 step limit or budget, 4 the agent needs input, 130 stopped",
    "Ctrl-C stops the running code; again, the run; a third time, the program.",
  ];
}

function commandHelp(spec: CommandSpec): readonly string[] {
  return [`Usage: tinycodeagent ${spec.usage}`, "", spec.summary, "", "Options", ...optionLines(spec)];
}

function optionLines({ options }: CommandSpec): readonly string[] {
  return aligned(Object.entries(options).map(([name, option]) => [optionForm(name, option), option.help]));
}

function optionForm(name: string, { short, value }: OptionSpec): string {
  return `${short ? `-${short}, ` : ""}--${name}${value ? ` ${value}` : ""}`;
}

function aligned(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
