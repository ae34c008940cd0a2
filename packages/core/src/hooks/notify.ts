import type { AgentEvent } from "../agent/agent-event.ts";
import { messageOf } from "../errors/code-agent-error.ts";
import type { HookContext } from "./hook.ts";
import type { HookSet } from "./hook-set.ts";

/** Tells observers of events, one event after the other. */
export interface Notifier {
  /** Resolves when every observer has seen the event. Never rejects. */
  notify(event: AgentEvent<unknown>): Promise<void>;
}

/** What a notifier is made of. */
export interface NotifierOptions {
  readonly hooks: HookSet;
  readonly context: () => HookContext;
  /** Called with the `hook_error` of each error, before the observers are. */
  readonly onError: (event: Extract<AgentEvent, { type: "hook_error" }>) => void;
}

/** Makes a notifier. An error that a member throws again and again is reported once. */
export function createNotifier({ hooks, context, onError }: NotifierOptions): Notifier {
  const reported = new Set<string>();
  let last: Promise<void> = Promise.resolve();

  async function tell(event: AgentEvent<unknown>): Promise<void> {
    for (const observer of hooks.observers(event.type)) {
      try {
        await observer.observe(event, context());
      } catch (error) {
        await report(observer.hook, observer.member, messageOf(error));
      }
    }
  }

  async function report(hook: string, member: string, message: string): Promise<void> {
    const key = JSON.stringify([hook, member, message]);
    if (reported.has(key)) return;
    reported.add(key);
    const event = { type: "hook_error", hook, member, message } as const;
    onError(event);
    await tell(event);
  }

  return {
    notify(event) {
      if (hooks.observers(event.type).length === 0) return Promise.resolve();
      // Calls made by code run side by side: observers still see one event at a time.
      last = last.then(() => tell(event));
      return last;
    },
  };
}
