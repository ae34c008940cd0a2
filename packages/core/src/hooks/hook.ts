import type { AgentEvent } from "../agent/agent-event.ts";
import type { Cell } from "../contract/cell.ts";
import type { Json } from "../contract/json.ts";
import type { ToolSignature } from "../contract/tool-call.ts";
import type { Message } from "../messages/message.ts";
import type { Decision } from "./decision.ts";

/** What every hook method gets beside its subject. */
export interface HookContext {
  readonly runId: string;
  /** From 1; 0 before the first step. */
  readonly step: number;
  /** Aborts when the run does, or when the hook's time is up. */
  readonly signal: AbortSignal;
}

/** What the model is about to be sent. */
export interface ModelInput {
  readonly messages: readonly Message[];
  readonly tools: readonly ToolSignature[];
}

/** A tool call that is about to run. The input is valid. */
export interface ToolCallSubject {
  readonly callId: string;
  readonly name: string;
  readonly input: Json;
  readonly source: "model" | "code";
}

type Awaitable<T> = T | Promise<T>;
// A hook serves any agent: what an output is, only the agent's schema says.
type EventOf<T extends AgentEvent["type"]> = Extract<AgentEvent<unknown>, { type: T }>;
type Observer<T extends AgentEvent["type"]> = (event: EventOf<T>, context: HookContext) => Awaitable<void>;

/**
 * Observes (`on…`) or decides (`before…`). A member that is absent costs nothing.
 *
 * Observers are called in the order of the hooks; what they throw is reported once, as a `hook_error` event, and never
 * breaks a run. A decider that throws, or takes longer than `timeoutMs`, **denies**.
 */
export interface Hook {
  readonly name: string;
  /** Milliseconds a decider may take. Default 30,000. Waiting for an approval does not count. */
  readonly timeoutMs?: number;
  /** Every event, before the specific observers. */
  readonly onEvent?: (event: AgentEvent<unknown>, context: HookContext) => Awaitable<void>;
  readonly onRunStart?: Observer<"run_start">;
  readonly onStepStart?: Observer<"step_start">;
  readonly onModelEnd?: Observer<"model_end">;
  readonly onExecutionStart?: Observer<"execution_start">;
  readonly onExecutionEnd?: Observer<"execution_end">;
  readonly onToolEnd?: Observer<"tool_end">;
  readonly onStepEnd?: Observer<"step_end">;
  readonly onRunEnd?: Observer<"run_end">;
  /** Before each model call. A denial ends the run as `failed`. */
  readonly beforeModel?: (input: ModelInput, context: HookContext) => Awaitable<Decision<ModelInput>>;
  /** Before each cell. A denial is an observation for the model. */
  readonly beforeExecute?: (cell: Cell, context: HookContext) => Awaitable<Decision<Cell>>;
  /** Before each tool call, made by the model or by code. A denial is its answer. */
  readonly beforeToolCall?: (call: ToolCallSubject, context: HookContext) => Awaitable<Decision<Json>>;
}

/** Names a hook, so that its members are typed where they are written. */
export function defineHook(hook: Hook): Hook {
  return hook;
}
