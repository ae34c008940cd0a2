import { oneOf, text } from "../checks/common-rules.ts";
import { checkOptions, isRecord, type OptionRule, optionInvalid } from "../checks/option-checks.ts";
import { shown } from "../checks/shown.ts";
import { historyProblem } from "../messages/history-problem.ts";
import { memoryOf } from "../run/remember-run.ts";
import type { RunPoint, RunSource } from "../run/run-point.ts";
import { historyUntil } from "./history-until.ts";
import type { RewindOptions } from "./rewind-options.ts";

const rules = {
  task: text,
  signal: { expected: "an AbortSignal", fits: value => value instanceof AbortSignal },
  state: oneOf(["checkpoint", "present"]),
} satisfies Record<keyof RewindOptions, OptionRule>;

/**
 * Checks from where a run is to go on, and how. The result may have been stored and loaded again.
 * @throws CodeAgentError `OPTION_INVALID`
 */
export function checkRewind(source: RunSource, step: number, options: RewindOptions): RunPoint {
  checkOptions(options, { rules });
  checkSource(source);
  const messages = historyUntil(source, step);
  const problem = historyProblem(messages);
  if (problem) throw optionInvalid("result", "a run's result with a valid history", problem);
  if (messages.at(-1)?.role === "assistant" && options.task === undefined) throw taskMissing(step);
  const { runId, steps, startCheckpoint: start } = source;
  return {
    parent: { runId, step },
    steps: steps.slice(0, step),
    messages,
    start,
    checkpoint: step === 0 ? start : steps[step - 1]?.checkpoint,
    task: options.task ?? source.task,
    instruction: options.task,
    state: options.state ?? "checkpoint",
    memory: memoryOf(source),
  };
}

function checkSource(source: unknown): void {
  const fits =
    isRecord(source) &&
    typeof source.runId === "string" &&
    typeof source.task === "string" &&
    Array.isArray(source.messages) &&
    Array.isArray(source.steps) &&
    source.steps.every(step => isRecord(step) && Number.isSafeInteger(step.historyLength));
  if (!fits) throw optionInvalid("result", "what a run ended with", shown(source));
}

// A model that is sent its own answer has nothing to say.
function taskMissing(step: number): Error {
  return optionInvalid("task", `there, because step ${step} ends with the model's answer`, "undefined");
}
