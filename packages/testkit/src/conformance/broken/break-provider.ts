import type {
  Cell,
  CodeExecutionProvider,
  ExecutionContext,
  ExecutionEvent,
  ProviderSession,
} from "@tinycodeagent/core";
import type { Law } from "../law.ts";

/** A provider that breaks one law on purpose, to show that the law has teeth. */
export interface BrokenProvider {
  readonly name: string;
  /** The law it breaks. */
  readonly breaks: Law;
  /** Laws that cannot hold either when this one is broken, each with the reason. */
  readonly alsoBreaks?: readonly { readonly law: Law; readonly because: string }[];
  /** Breaks a good provider. */
  readonly breakProvider: (good: CodeExecutionProvider) => CodeExecutionProvider;
}

/** A provider whose sessions are changed as they open. */
export function withSessions(
  change: (session: ProviderSession) => ProviderSession,
): (good: CodeExecutionProvider) => CodeExecutionProvider {
  return good => ({ ...good, openSession: async request => change(await good.openSession(request)) });
}

/** A provider whose cells report other events. */
export function withEvents(
  change: (
    events: AsyncIterable<ExecutionEvent>,
    cell: Cell,
    context: ExecutionContext,
  ) => AsyncIterable<ExecutionEvent>,
): (good: CodeExecutionProvider) => CodeExecutionProvider {
  return withSessions(session => ({
    ...session,
    execute: (cell, context) => change(session.execute(cell, context), cell, context),
  }));
}

/** A provider whose events are changed one by one; `undefined` drops one. */
export function withEachEvent(
  change: (event: ExecutionEvent) => ExecutionEvent | undefined,
): (good: CodeExecutionProvider) => CodeExecutionProvider {
  return withEvents(async function* (events) {
    for await (const event of events) {
      const changed = change(event);
      if (changed) yield changed;
    }
  });
}
