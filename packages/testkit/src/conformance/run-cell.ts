import type { ExecutionResult, Json, RunCellOptions, Session } from "@tinycodeagent/core";
import { LawBroken, show } from "./assertions.ts";

/** Runs a cell that must complete. */
export async function completes(
  session: Session,
  code: string,
  options: RunCellOptions = {},
): Promise<Extract<ExecutionResult, { status: "completed" }>> {
  const result = await session.run(code, options).result;
  if (result.status === "completed") return result;
  throw new LawBroken(`Expected this cell to complete: ${show(code)}, saw ${show(summary(result))}.`);
}

/** The value of a cell that must complete. */
export async function evaluate(session: Session, code: string): Promise<Json | undefined> {
  return (await completes(session, code)).value;
}

/** What a result says in few words. */
export function summary(result: ExecutionResult): object {
  const { status, state, end, stdout, stderr } = result;
  const exception = "exception" in result ? result.exception : undefined;
  return { status, state, end, stdout: stdout.slice(-300), stderr: stderr.slice(-300), exception };
}
