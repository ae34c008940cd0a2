import { CodeAgentError } from "../errors/code-agent-error.ts";
import type { Message } from "../messages/message.ts";
import type { RunReport } from "./run-result.ts";

/**
 * The history of a run up to and including a step; 0 is before the first. With it `run(task, { history })` goes on from
 * there, also after the agent that did the run is gone.
 * @throws CodeAgentError `OPTION_INVALID` for a step that the run does not have
 */
export function historyUntil(
  { steps, messages }: Pick<RunReport, "steps" | "messages">,
  step: number,
): readonly Message[] {
  if (!Number.isInteger(step) || step < 0 || step > steps.length) throw stepInvalid(step, steps.length);
  const last = steps[step - 1];
  if (last) return messages.slice(0, last.historyLength);
  const first = steps[0];
  return first ? messages.slice(0, first.historyLength - first.messages.length) : [...messages];
}

function stepInvalid(step: number, last: number): CodeAgentError {
  return new CodeAgentError(
    "OPTION_INVALID",
    `Expected a step of the run, from 0 (before the first) to ${last}, got ${String(step)}. Name one that is done.`,
    { details: { step, last } },
  );
}
