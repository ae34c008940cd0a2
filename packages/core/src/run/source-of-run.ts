import type { Step } from "../agent/step.ts";
import type { StepCheckpoint } from "../agent/step-checkpoint.ts";
import { rememberRun } from "./remember-run.ts";
import type { Run } from "./run.ts";
import type { RunSource } from "./run-point.ts";

/** What others can go on from, as far as a run has come: its steps with what was kept of them. */
export function sourceOf(run: Run): RunSource {
  const startCheckpoint = startOf(run);
  const source: RunSource = {
    runId: run.id,
    task: run.task,
    steps: run.steps.map(step => withCheckpoint(run, step)),
    messages: [...run.messages],
    ...(startCheckpoint && { startCheckpoint }),
  };
  return remembered(run, source);
}

/** Remembers what goes on from a run will need, by an object that describes it. */
export function remembered<T extends RunSource>(run: Run, source: T): T {
  const { variables, files } = run.options;
  const inputs = { ...(variables && { variables }), ...(files && { files }) };
  rememberRun(source, { inputs, sandbox: run.held?.sandbox });
  return source;
}

function withCheckpoint(run: Run, step: Step): Step {
  const checkpoint = stateOf(run, step.number);
  return checkpoint ? { ...step, checkpoint } : step;
}

function startOf(run: Run): StepCheckpoint | undefined {
  return stateOf(run, 0) ?? run.point?.start;
}

// Steps of the parent have what was kept then.
function stateOf({ states }: Run, step: number): StepCheckpoint | undefined {
  return states?.of(step);
}
