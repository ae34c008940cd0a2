import type { Run } from "../run/run.ts";
import type { ExecutionResult } from "../session/execution-result.ts";

/** Failures of the same code in a row until the model is told. */
const maxRepetitions = 3;

/** Counts failures of the same code, and tells the model when it goes in a circle. */
export function noteRepetition(run: Run, code: string, { status }: ExecutionResult): readonly string[] {
  if (status === "completed" || status === "exit") {
    run.lastFailure = undefined;
    return [];
  }
  const count = run.lastFailure?.code === code ? run.lastFailure.count + 1 : 1;
  run.lastFailure = { code, count };
  if (count < maxRepetitions) return [];
  return [
    `This same code has failed ${count} times in a row. Running it again gives the same: try another way.`,
  ];
}
