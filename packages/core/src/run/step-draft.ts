import type { Action, Step } from "../agent/step.ts";
import type { Message } from "../messages/message.ts";
import type { Usage } from "../model/usage.ts";
import type { Run } from "./run.ts";

/** A step as it grows. What it adds is in the run's history at once. */
export interface StepDraft {
  /** Messages of the step so far. */
  readonly messages: readonly Message[];
  add(...messages: readonly Message[]): void;
  act(action: Action): void;
  /** Makes the step a part of the run and tells of it. */
  finish(usage: Usage): Promise<void>;
}

/** Begins a step. */
export function beginStep(run: Run): StepDraft {
  const messages: Message[] = [];
  const actions: Action[] = [];
  const number = run.step;
  return {
    messages,
    add(...added) {
      messages.push(...added);
      run.messages.push(...added);
    },
    act(action) {
      actions.push(action);
    },
    async finish(usage) {
      const record: Step = { number, messages, actions, usage, historyLength: run.messages.length };
      run.steps.push(record);
      await run.emit({ type: "step_end", step: number, record });
    },
  };
}
