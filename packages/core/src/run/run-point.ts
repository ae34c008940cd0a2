import type { ParentStep, RunReport } from "../agent/run-result.ts";
import type { StepCheckpoint } from "../agent/step-checkpoint.ts";
import { CodeAgentError } from "../errors/code-agent-error.ts";
import type { Message } from "../messages/message.ts";
import type { RunMemory } from "./remember-run.ts";

/** What another run goes on from: data, as far as it is public. */
export type RunSource = Pick<RunReport, "runId" | "task" | "steps" | "messages" | "startCheckpoint">;

/** A step of a run, for another run that goes on from there. */
export interface RunPoint {
  readonly parent: ParentStep;
  /** Steps up to there. */
  readonly steps: RunReport["steps"];
  /** The history up to there. */
  readonly messages: readonly Message[];
  /** What was kept before the first step. */
  readonly start: StepCheckpoint | undefined;
  /** What was kept after the step. */
  readonly checkpoint: StepCheckpoint | undefined;
  /** What the run is to do: the instruction, else the parent's task. */
  readonly task: string;
  /** What is new to the history. */
  readonly instruction: string | undefined;
  readonly state: "checkpoint" | "present";
  readonly memory: RunMemory;
}

/**
 * The id of a point's checkpoint, in the sandbox it was made in.
 * @throws CodeAgentError `CHECKPOINT_GONE`
 */
export function checkpointOf({ parent, checkpoint }: RunPoint, sandbox: string | undefined): string {
  if (!checkpoint) throw checkpointGone(parent, "none was kept: make the agent with { checkpoints: true }");
  if (!checkpoint.kept) throw checkpointGone(parent, `none was kept: ${checkpoint.reason}`);
  if (sandbox !== undefined && checkpoint.sandbox === sandbox) return checkpoint.id;
  throw checkpointGone(parent, "the session it was kept in is gone");
}

/** Whether a sandbox is the one where the state of a point was put back. */
export function isPutBack({ state, checkpoint }: RunPoint, sandbox: string): boolean {
  return state === "checkpoint" && checkpoint?.kept === true && checkpoint.sandbox === sandbox;
}

/** The error of a state that is not there any more, with what can be done without it. */
export function checkpointGone({ runId, step }: ParentStep, why: string, cause?: unknown): CodeAgentError {
  const when = step === 0 ? "before the first step" : `after step ${step}`;
  return new CodeAgentError(
    "CHECKPOINT_GONE",
    `Expected the interpreter as it was ${when}, but ${why}. Only the history can be taken back there: pass { state: "present" }, or run a task with { history: historyUntil(result, ${step}) }.`,
    { details: { runId, step }, cause },
  );
}
