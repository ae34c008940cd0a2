import type { CodeAgentError } from "../errors/code-agent-error.ts";
import type { Run } from "./run.ts";
import { toAgentError } from "./to-agent-error.ts";

/** How a run ends, without what it did. */
export type Ending =
  | { readonly status: "completed"; readonly output: unknown }
  | { readonly status: "needs_input"; readonly question: string }
  | { readonly status: "step_limit"; readonly output?: unknown }
  | { readonly status: "budget"; readonly budget: "tokens" | "time" }
  | { readonly status: "aborted"; readonly reason: string }
  | { readonly status: "failed"; readonly error: CodeAgentError };

/** The ending that a run has reached, if it has. What came from outside is stronger than what the model said. */
export function endingOf(run: Run): Ending | undefined {
  const cause = run.stop.cause();
  if (cause === "time") return { status: "budget", budget: "time" };
  if (cause === "abort") return { status: "aborted", reason: run.stop.reason() };
  if (run.answer) return { status: "completed", output: run.answer.value };
  if (run.failure) return { status: "failed", error: run.failure };
  return run.question === undefined ? undefined : { status: "needs_input", question: run.question };
}

/** The ending that a thrown error is. */
export function endingOfError(run: Run, thrown: unknown): Ending {
  return endingOf(run) ?? { status: "failed", error: toAgentError(thrown, "MODEL_FAILED") };
}
