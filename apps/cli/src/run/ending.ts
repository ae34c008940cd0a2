import type { RunResult } from "@tinycodeagent/core";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { note, noteError } from "../terminal/note.ts";
import type { Sink } from "../terminal/output.ts";

const codes: Readonly<Record<RunResult["status"], ExitCode>> = {
  completed: exitCodes.completed,
  failed: exitCodes.failed,
  step_limit: exitCodes.limit,
  budget: exitCodes.limit,
  needs_input: exitCodes.needsInput,
  aborted: exitCodes.aborted,
};

/** The exit code that a result stands for. */
export function exitCodeOf(result: RunResult): ExitCode {
  return codes[result.status];
}

/** Says on standard error why a run has no answer. */
export function noteEnding(sink: Sink, result: RunResult): void {
  if (result.status === "failed") noteError(sink, result.error);
  if (result.status === "aborted") note(sink, `Stopped: ${result.reason}`);
  if (result.status === "step_limit") note(sink, "The step limit was reached. Allow more with --max-steps.");
  if (result.status === "budget") note(sink, "The time of the run was up. Allow more with --time-limit.");
  if (result.status !== "needs_input") return;
  note(sink, `The agent asks: ${result.question}`, "yellow");
  note(sink, "Run again with the answer in the task.");
}
