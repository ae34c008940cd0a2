import type { Action } from "../agent/step.ts";
import type { Cell } from "../contract/cell.ts";
import type { Json } from "../contract/json.ts";
import { isCodeAgentError, messageOf } from "../errors/code-agent-error.ts";
import { headAndTail } from "../observation/head-and-tail.ts";
import { observationOf } from "../observation/observation.ts";
import { recoverState } from "../run/recover-state.ts";
import { type Run, stopReasonOf } from "../run/run.ts";
import { toAgentError } from "../run/to-agent-error.ts";
import { type CallAnswer, textContent } from "./call-answer.ts";
import { decideCell } from "./decide-cell.ts";
import type { Resolution } from "./decide-in-run.ts";
import { executeCell } from "./execute-cell.ts";
import { noteRepetition } from "./note-repetition.ts";

/** Decides on a cell, runs it and says what it gave. Never throws: a failure of the machinery ends the run. */
export async function runCell(run: Run, code: string): Promise<CallAnswer> {
  const cell: Cell = { code, language: "python" };
  const stopped = stopReasonOf(run);
  if (stopped) return refused(cell, stopped);
  try {
    const resolution = await decideCell(run, cell);
    if (resolution.kind !== "run") return withoutRunning(run, cell, resolution);
    return await observe(run, resolution.input);
  } catch (error) {
    if (!run.stop.signal.aborted) await fail(run, error);
    return refused(cell, stopReasonOf(run) ?? messageOf(error));
  }
}

async function observe(run: Run, cell: Cell): Promise<CallAnswer> {
  const result = await executeCell(run, cell);
  const recovery = await recoverState(run, result.state).catch(async (error: unknown) => {
    if (!run.stop.signal.aborted) await fail(run, error);
    return ["No new session could be opened."];
  });
  const notes = [...recovery, ...noteRepetition(run, cell.code, result)];
  const content = observationOf(result, {
    limits: run.setup.textLimits,
    images: run.setup.options.model.capabilities.images ?? false,
    notes,
  });
  return {
    content,
    isError: result.status !== "completed" && !(result.status === "exit" && result.exitCode === 0),
    action: { kind: "execute", cell, outcome: { ran: true, result } },
  };
}

function withoutRunning(
  run: Run,
  cell: Cell,
  resolution: Exclude<Resolution<Cell>, { kind: "run" }>,
): CallAnswer {
  if (resolution.kind === "deny") return refused(cell, `denied: ${resolution.reason}`);
  const text = headAndTail(resultText(resolution.result), run.setup.textLimits);
  return { content: textContent(text), isError: false, action: unrun(cell, "A hook gave the result.") };
}

// After an error that nobody foresaw, nothing is known of the session: the next run takes another.
async function fail(run: Run, error: unknown): Promise<void> {
  run.failure ??= toAgentError(error, "SESSION_LOST");
  if (!isCodeAgentError(error)) await run.setup.sessions.lose();
}

function refused(cell: Cell, reason: string): CallAnswer {
  return { content: textContent(reason), isError: true, action: unrun(cell, reason) };
}

function resultText(result: Json): string {
  return typeof result === "string" ? result : JSON.stringify(result);
}

function unrun(cell: Cell, reason: string): Action {
  return { kind: "execute", cell, outcome: { ran: false, reason } };
}
