import type { AgentEvent } from "../agent/agent-event.ts";
import type { AgentSetup } from "../agent/agent-setup.ts";
import type { RunOptions } from "../agent/options.ts";
import type { ApprovalDesk } from "../approvals/create-approvals.ts";
import type { Hook } from "../hooks/hook.ts";
import { createHookSet } from "../hooks/hook-set.ts";
import { createNotifier } from "../hooks/notify.ts";
import { noUsage } from "../model/usage.ts";
import type { Run } from "./run.ts";
import type { RunPoint } from "./run-point.ts";
import { createRunStop } from "./run-stop.ts";

/** What a run is made of. */
export interface RunParts {
  readonly task: string;
  readonly options: RunOptions;
  readonly point?: RunPoint | undefined;
  readonly setup: AgentSetup;
  readonly hooks: readonly Hook[];
  readonly approvals: ApprovalDesk;
  /** Hears each event before the hooks do. */
  readonly onEvent: (event: AgentEvent<unknown>) => void;
}

/** Makes a run that has done nothing yet. */
export function createRun({ task, options, point, setup, hooks, approvals, onEvent }: RunParts): Run {
  const id = crypto.randomUUID();
  const stop = createRunStop(options.signal, setup.options.maxTimeMs);
  const hookSet = createHookSet(hooks);
  const context = () => ({ runId: id, step: run.step, signal: stop.signal });
  const notifier = createNotifier({ hooks: hookSet, context, onError: onEvent });
  const run: Run = {
    id,
    task,
    options,
    point,
    setup,
    hooks: hookSet,
    approvals,
    startedMs: Date.now(),
    stop,
    emit(event) {
      onEvent(event);
      return notifier.notify(event);
    },
    messages: [],
    steps: [...(point?.steps ?? [])],
    usage: noUsage,
    step: point?.parent.step ?? 0,
    held: undefined,
    states: undefined,
    baseline: undefined,
    answer: undefined,
    question: undefined,
    failure: undefined,
    executions: 0,
    replacedCalls: new Set(),
    lastFailure: undefined,
    emptyReplies: 0,
  };
  return run;
}
