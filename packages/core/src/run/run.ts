import type { AgentEvent } from "../agent/agent-event.ts";
import type { AgentSetup } from "../agent/agent-setup.ts";
import type { RunOptions } from "../agent/options.ts";
import type { Step } from "../agent/step.ts";
import type { ApprovalDesk } from "../approvals/create-approvals.ts";
import type { FileStat } from "../contract/files.ts";
import type { CodeAgentError } from "../errors/code-agent-error.ts";
import type { HookSet } from "../hooks/hook-set.ts";
import type { Message } from "../messages/message.ts";
import type { Usage } from "../model/usage.ts";
import type { RunPoint } from "./run-point.ts";
import type { RunStop } from "./run-stop.ts";
import type { HeldSession } from "./session-holder.ts";
import type { StepStates } from "./step-states.ts";

/** All that one run knows. Its stages share it and say here what they found. */
export interface Run {
  readonly id: string;
  readonly task: string;
  readonly options: RunOptions;
  /** The step of another run that this one goes on from. */
  readonly point: RunPoint | undefined;
  readonly setup: AgentSetup;
  readonly hooks: HookSet;
  readonly approvals: ApprovalDesk;
  readonly startedMs: number;
  readonly stop: RunStop;
  /** Tells stream and observers. Never rejects. */
  readonly emit: (event: AgentEvent<unknown>) => Promise<void>;
  /** Valid whenever a model is called and at the end. */
  readonly messages: Message[];
  readonly steps: Step[];
  usage: Usage;
  /** From 1; 0 before the first. */
  step: number;
  /** Set before the first step. */
  held: HeldSession | undefined;
  /** Set before the first step, when the agent keeps checkpoints. */
  states: StepStates | undefined;
  /** The workspace as the run found it, with its inputs. */
  baseline: ReadonlyMap<string, FileStat> | undefined;
  /** Set by `final_answer`: what the schema made of it. */
  answer: { readonly value: unknown } | undefined;
  /** Set by `ask_question`. */
  question: string | undefined;
  /** The machinery failed; the run ends once its open calls are answered. */
  failure: CodeAgentError | undefined;
  /** Cells that were started. */
  executions: number;
  /** Calls whose result a decider gave. */
  readonly replacedCalls: Set<string>;
  /** How often the same code failed in a row. */
  lastFailure: { readonly code: string; readonly count: number } | undefined;
  /** Replies without text and call, in a row. */
  emptyReplies: number;
}

/** Why the rest of a step is not done any more; nothing while the run goes on. */
export function stopReasonOf(run: Run): string | undefined {
  if (run.stop.signal.aborted) return `cancelled: ${run.stop.reason()}`;
  if (run.failure) return `not run: ${run.failure.message}`;
  return run.answer || run.question !== undefined ? "not run: the run ended before it." : undefined;
}
