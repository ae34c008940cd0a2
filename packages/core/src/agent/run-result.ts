import type { Json } from "../contract/json.ts";
import type { CodeAgentError } from "../errors/code-agent-error.ts";
import type { Message } from "../messages/message.ts";
import type { Usage } from "../model/usage.ts";
import type { Artifact } from "./artifact.ts";
import type { Step } from "./step.ts";
import type { StepCheckpoint } from "./step-checkpoint.ts";

/** The step of another run that a run went on from. */
export interface ParentStep {
  readonly runId: string;
  /** 0 is before the first. */
  readonly step: number;
}

/** What every finished run has. */
export interface RunReport {
  readonly runId: string;
  readonly task: string;
  /** Set when the run went on from a step of another one, by `rewind` or `branch`. */
  readonly parent?: ParentStep;
  /** All of them; those up to `parent.step` are the parent's. */
  readonly steps: readonly Step[];
  /** What was kept of the interpreter before the first step, with `checkpoints: true`. */
  readonly startCheckpoint?: StepCheckpoint;
  /** Of all model calls that this run made; not of its parent's. */
  readonly usage: Usage;
  /** The whole history; valid, so that it can be continued with `run(task, { history })`. */
  readonly messages: readonly Message[];
  /** Files that this run made or changed in the workspace; not those of its parent. */
  readonly artifacts: readonly Artifact[];
  readonly durationMs: number;
}

/** How a run ended. A string is never an error, and a failure never looks like an answer. */
export type RunResult<Output = Json> = RunReport &
  /** `output` is what the agent's `outputSchema` made of the answer; without one, the answer. */
  (
    | { readonly status: "completed"; readonly output: Output }
    /** The model asked; answer with `run(answer, { history: result.messages })`. */
    | { readonly status: "needs_input"; readonly question: string }
    /** `maxSteps` was reached; `output` is what a last attempt without tools gave, when it gave something. */
    | { readonly status: "step_limit"; readonly output?: Output }
    /** A budget was spent. */
    | { readonly status: "budget"; readonly budget: "tokens" | "time" }
    | { readonly status: "aborted"; readonly reason: string }
    | { readonly status: "failed"; readonly error: CodeAgentError }
  );
