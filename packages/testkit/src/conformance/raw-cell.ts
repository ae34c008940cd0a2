import {
  defaultLimits,
  type EndEvent,
  type ExecutionContext,
  type ExecutionEvent,
  type ExecutionLimits,
  type ProviderSession,
  type ToolCallReply,
} from "@tinycodeagent/core";
import { holds } from "./assertions.ts";

/** What core would give, in the hands of a law. */
export interface RawCellOptions {
  readonly signal?: AbortSignal;
  readonly limits?: Partial<ExecutionLimits>;
  readonly callTool?: ExecutionContext["callTool"];
}

/** Starts a cell at the provider itself. */
export function executeRaw(
  session: ProviderSession,
  code: string,
  options: RawCellOptions = {},
): AsyncIterable<ExecutionEvent> {
  const context: ExecutionContext = {
    signal: options.signal ?? new AbortController().signal,
    limits: { ...defaultLimits, timeMs: 15_000, ...options.limits },
    callTool: options.callTool ?? (async () => noTools),
  };
  return session.execute({ code }, context);
}

const noTools: ToolCallReply = { ok: false, error: { kind: "invalid", message: "There are no tools." } };

/** All events of a cell, to the end of the iterable. */
export async function eventsOf(
  session: ProviderSession,
  code: string,
  options: RawCellOptions = {},
): Promise<readonly ExecutionEvent[]> {
  const events: ExecutionEvent[] = [];
  for await (const event of executeRaw(session, code, options)) events.push(event);
  return events;
}

/** The end among events. */
export function endOf(events: readonly ExecutionEvent[]): EndEvent {
  const end = events.find(event => event.type === "end");
  holds(
    end !== undefined,
    "an end",
    events.map(event => event.type),
  );
  return end;
}

/** What events say about one stream. */
export function textOf(events: readonly ExecutionEvent[], stream: "stdout" | "stderr" = "stdout"): string {
  return events.map(event => (event.type === stream ? event.text : "")).join("");
}
