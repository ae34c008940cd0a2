import { CodeAgentError } from "../errors/code-agent-error.ts";
import { historyProblem } from "../messages/history-problem.ts";
import { checkOptions, isRecord, type OptionRules, optionInvalid } from "./option-checks.ts";
import type { RunOptions } from "./options.ts";

const rules: OptionRules = {
  signal: { expected: "an AbortSignal", fits: value => value instanceof AbortSignal },
  variables: { expected: "an object of values by name", fits: isRecord },
  files: { expected: "an object of contents by path", fits: isRecord },
  history: { expected: "a list of messages", fits: Array.isArray },
};

/**
 * Checks what a run is started with.
 * @throws CodeAgentError `TASK_INVALID`, `OPTION_INVALID`
 */
export function checkRun(task: unknown, options: RunOptions): void {
  if (typeof task !== "string" || !task.trim()) {
    throw new CodeAgentError(
      "TASK_INVALID",
      `Expected a task as a string with words in it, got ${typeof task === "string" ? JSON.stringify(task) : typeof task}. Say what is to be done.`,
    );
  }
  checkOptions(options, rules);
  for (const [path, content] of Object.entries(options.files ?? {})) checkFile(path, content);
  const problem = options.history?.length ? historyProblem(options.history) : undefined;
  if (problem) throw optionInvalid("history", "a valid history, such as result.messages", problem);
}

function checkFile(path: string, content: unknown): void {
  const isInside = path !== "" && !/^[/\\]|^[A-Za-z]:|\0/.test(path) && !path.split(/[/\\]/).includes("..");
  if (!isInside) throw optionInvalid("files", 'named by relative paths without ".."', path);
  if (typeof content === "string" || content instanceof Uint8Array) return;
  throw optionInvalid("files", "strings or bytes", `${typeof content} for ${path}`);
}
