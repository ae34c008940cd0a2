import { inputTextOf } from "../script/call-input.ts";
import type { ModelServerMessage, ModelServerToolCall, ModelServerUsage } from "./reply.ts";

/** A tool call as it is sent. */
export interface ResolvedCall {
  /** Members besides the function: `id`, `type` and what the script adds. */
  readonly head: Readonly<Record<string, unknown>>;
  readonly name: string;
  readonly argumentsText: string;
}

/** A scripted message with every default filled in. */
export interface ResolvedMessage {
  readonly script: ModelServerMessage;
  readonly model: string;
  readonly calls: readonly ResolvedCall[];
  readonly finishReason: string;
  /** In the form of the API; absent when the script tells none. */
  readonly usage?: Readonly<Record<string, unknown>>;
}

/** Fills in what a script leaves out. `nextId` makes the ids of calls. */
export function resolveMessage(
  script: ModelServerMessage,
  model: string,
  nextId: () => string,
): ResolvedMessage {
  const calls = wireCalls(script).map(call => {
    const id = call.id === undefined ? nextId() : call.id;
    return {
      head: { ...(id !== null && { id }), type: "function", ...call.extra },
      name: call.name,
      argumentsText: typeof call.arguments === "string" ? call.arguments : JSON.stringify(call.arguments),
    };
  });
  return {
    script,
    model,
    calls,
    finishReason: wireReason(script.finishReason) ?? (calls.length > 0 ? "tool_calls" : "stop"),
    ...(script.usage !== null && { usage: usageJson(script.usage ?? {}) }),
  };
}

function wireCalls({ calls = [], toolCalls = [] }: ModelServerMessage): readonly ModelServerToolCall[] {
  const plain = calls.map(call => ({
    name: call.name,
    arguments: inputTextOf(call),
    ...(call.id !== undefined && { id: call.id }),
  }));
  return [...plain, ...toolCalls];
}

function wireReason(reason: string | undefined): string | undefined {
  return reason === "filtered" ? "content_filter" : reason;
}

function usageJson(usage: ModelServerUsage): Readonly<Record<string, unknown>> {
  const { inputTokens = 10, outputTokens = 5, cachedInputTokens, reasoningTokens } = usage;
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    ...(cachedInputTokens !== undefined && { prompt_tokens_details: { cached_tokens: cachedInputTokens } }),
    ...(reasoningTokens !== undefined && {
      completion_tokens_details: { reasoning_tokens: reasoningTokens },
    }),
  };
}
