import { record } from "../checks/common-rules.ts";
import { checkOptions, type OptionRule, optionInvalid } from "../checks/option-checks.ts";
import { isPythonKeyword } from "../checks/python-names.ts";
import { shown } from "../checks/shown.ts";
import { CodeAgentError } from "../errors/code-agent-error.ts";
import { historyProblem } from "../messages/history-problem.ts";
import { variableProblem } from "../table/variable-problem.ts";
import type { RunOptions } from "./options.ts";

const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;

const rules = {
  signal: { expected: "an AbortSignal", fits: value => value instanceof AbortSignal },
  variables: { expected: "an object of values by name", fits: record.fits },
  files: { expected: "an object of contents by path", fits: record.fits },
  history: { expected: "a list of messages", fits: Array.isArray },
} satisfies Record<keyof RunOptions, OptionRule>;

/**
 * Checks what a run is started with.
 * @throws CodeAgentError `TASK_INVALID`, `OPTION_INVALID`, `VARIABLE_INVALID`
 */
export function checkRun(task: unknown, options: RunOptions): void {
  if (typeof task !== "string" || !task.trim()) {
    throw new CodeAgentError(
      "TASK_INVALID",
      `Expected a task as a string with words in it, got ${typeof task === "string" ? JSON.stringify(task) : typeof task}. Say what is to be done.`,
    );
  }
  checkOptions(options, { rules });
  for (const [name, value] of Object.entries(options.variables ?? {})) checkVariable(name, value);
  for (const [path, content] of Object.entries(options.files ?? {})) checkFile(path, content);
  const problem = options.history?.length ? historyProblem(options.history) : undefined;
  if (problem) throw optionInvalid("history", "a valid history, such as result.messages", problem);
}

function checkVariable(name: string, value: unknown): void {
  if (!identifier.test(name) || isPythonKeyword(name)) {
    throw variableInvalid(
      name,
      `a variable's name of letters, digits and "_" that is no keyword of Python, got ${JSON.stringify(name)}. Rename it.`,
    );
  }
  const problem = variableProblem(value, name);
  if (problem) throw variableInvalid(name, `${problem}.`);
}

function variableInvalid(name: string, message: string): CodeAgentError {
  return new CodeAgentError("VARIABLE_INVALID", `Expected ${message}`, { details: { variable: name } });
}

function checkFile(path: string, content: unknown): void {
  const isInside = path !== "" && !/^[/\\]|^[A-Za-z]:|\0/.test(path) && !path.split(/[/\\]/).includes("..");
  if (!isInside) throw optionInvalid("files", 'named by relative paths without ".."', JSON.stringify(path));
  if (typeof content === "string" || content instanceof Uint8Array) return;
  throw optionInvalid("files", "strings or bytes", `${shown(content)} for ${path}`);
}
