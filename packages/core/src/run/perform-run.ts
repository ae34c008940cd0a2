import type { RunResult } from "../agent/run-result.ts";
import { collectArtifacts } from "./artifacts.ts";
import { type Ending, endingOf, endingOfError } from "./ending.ts";
import { lastAttempt } from "./last-attempt.ts";
import { prepareRun } from "./prepare-run.ts";
import type { Run } from "./run.ts";
import { remembered, sourceOf } from "./source-of-run.ts";
import { takeStep } from "./take-step.ts";

/** A whole run, from its first event to its last. Never rejects: how it ended is in the result. */
export async function performRun(run: Run): Promise<RunResult<unknown>> {
  const { parent } = run.point ?? {};
  await run.emit({ type: "run_start", runId: run.id, task: run.task, ...(parent && { parent }) });
  const ending = await conduct(run).catch((error: unknown) => endingOfError(run, error));
  const result = await report(run, ending);
  await run.emit({ type: "run_end", result });
  return result;
}

async function conduct(run: Run): Promise<Ending> {
  await prepareRun(run);
  for (let step = 1; step <= run.setup.maxSteps; step += 1) {
    const ending = spentBudget(run) ?? (await takeStep(run));
    if (ending) return ending;
  }
  return spentBudget(run) ?? lastAttempt(run);
}

function spentBudget(run: Run): Ending | undefined {
  const { maxTokens } = run.setup.options;
  const { inputTokens, outputTokens } = run.usage;
  if (maxTokens !== undefined && inputTokens + outputTokens >= maxTokens) {
    return { status: "budget", budget: "tokens" };
  }
  return endingOf(run);
}

async function report(run: Run, ending: Ending): Promise<RunResult<unknown>> {
  await run.states?.settled();
  const { parent } = run.point ?? {};
  const artifacts = await collectArtifacts(run);
  return remembered(run, {
    ...sourceOf(run),
    ...(parent && { parent }),
    usage: run.usage,
    artifacts,
    durationMs: Date.now() - run.startedMs,
    ...ending,
  });
}
