import type { Cell } from "../contract/cell.ts";
import type { EndEvent, ExecutionEvent } from "../contract/events.ts";
import { isCodeAgentError } from "../errors/code-agent-error.ts";
import { heldSession } from "../run/held-session.ts";
import type { Run } from "../run/run.ts";
import { collectResult } from "../session/collect-result.ts";
import type { ExecutionResult } from "../session/execution-result.ts";

const lostEnd: EndEvent = { type: "end", reason: "crashed", state: "lost", protected: false };

/**
 * Runs a cell and tells of everything it reports. A session that is lost meanwhile is the end of the cell, not an error.
 * @throws CodeAgentError for any other failure of the machinery
 */
export async function executeCell(run: Run, cell: Cell): Promise<ExecutionResult> {
  const startedMs = Date.now();
  const seen = collectResult();
  const { step } = run;
  run.executions += 1;
  const executionId = `${run.id}/${run.executions}`;
  await run.emit({ type: "execution_start", step, executionId, cell });
  const tell = (event: ExecutionEvent) => {
    seen.add(event);
    return run.emit({ type: "execution", step, executionId, event });
  };
  const result = await follow(run, cell, tell).catch(async (error: unknown) => {
    if (!isLoss(error)) throw error;
    await tell(lostEnd);
    const partial = seen.result(Date.now() - startedMs);
    if (!partial) throw error;
    return partial;
  });
  await run.emit({ type: "execution_end", step, executionId, result });
  return result;
}

/** Whether an error says that the session is gone. */
export function isLoss(error: unknown): boolean {
  return isCodeAgentError(error, "SESSION_LOST") || isCodeAgentError(error, "SESSION_CLOSED");
}

async function follow(
  run: Run,
  cell: Cell,
  tell: (event: ExecutionEvent) => Promise<void>,
): Promise<ExecutionResult> {
  // The state before the cell may still be being kept.
  await run.states?.settled();
  const execution = heldSession(run).session.run(cell, { signal: run.stop.signal });
  for await (const event of execution) await tell(event);
  return execution.result;
}
