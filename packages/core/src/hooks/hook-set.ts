import type { AgentEvent } from "../agent/agent-event.ts";
import type { Hook, HookContext } from "./hook.ts";

/** The members that decide. */
export type DeciderMember = "beforeModel" | "beforeExecute" | "beforeToolCall";

/** One observing member of one hook. */
export interface ObserverEntry {
  readonly hook: string;
  readonly member: string;
  observe(event: AgentEvent<unknown>, context: HookContext): void | Promise<void>;
}

/** Hooks sorted by what they listen to, so that a member nobody has costs nothing. */
export interface HookSet {
  /** Observers of one type of event: those of every event first. */
  observers(type: AgentEvent["type"]): readonly ObserverEntry[];
  /** Hooks that have a deciding member, in order. */
  deciders<M extends DeciderMember>(member: M): readonly (Hook & Required<Pick<Hook, M>>)[];
}

const memberOf: Partial<Record<AgentEvent["type"], keyof Hook>> = {
  run_start: "onRunStart",
  step_start: "onStepStart",
  model_end: "onModelEnd",
  execution_start: "onExecutionStart",
  execution_end: "onExecutionEnd",
  tool_end: "onToolEnd",
  step_end: "onStepEnd",
  run_end: "onRunEnd",
};

/** Sorts hooks once. */
export function createHookSet(hooks: readonly Hook[]): HookSet {
  const all = observersOf(hooks, "onEvent");
  const byType = new Map<string, readonly ObserverEntry[]>();
  for (const [type, member] of Object.entries(memberOf)) {
    byType.set(type, [...all, ...observersOf(hooks, member)]);
  }
  return {
    observers: type => byType.get(type) ?? all,
    deciders: <M extends DeciderMember>(member: M) =>
      hooks.filter((hook): hook is Hook & Required<Pick<Hook, M>> => hook[member] !== undefined),
  };
}

function observersOf(hooks: readonly Hook[], member: keyof Hook): readonly ObserverEntry[] {
  return hooks
    .filter(hook => hook[member] !== undefined)
    .map(hook => ({
      hook: hook.name,
      member,
      // The table above pairs each member with the type of event it takes.
      observe: (event, context) => (hook[member] as ObserverEntry["observe"])(event, context),
    }));
}
