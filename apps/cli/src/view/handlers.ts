import type { AgentEvent } from "@tinycodeagent/core";

/** An event of one type. */
export type EventOf<T extends AgentEvent["type"]> = Extract<AgentEvent, { type: T }>;

/** What a part of the view does about events. */
export type EventHandlers = { readonly [T in AgentEvent["type"]]?: (event: EventOf<T>) => void };
