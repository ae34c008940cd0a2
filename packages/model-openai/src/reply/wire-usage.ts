import type { Usage } from "@tinycodeagent/core";
import { isObject } from "./is-object.ts";

/** The usage of one request. What is missing or makes no sense counts as zero. */
export function usageOf(value: unknown): Usage {
  const usage = isObject(value) ? value : {};
  const inputs = isObject(usage.prompt_tokens_details) ? usage.prompt_tokens_details : {};
  const outputs = isObject(usage.completion_tokens_details) ? usage.completion_tokens_details : {};
  const inputTokens = count(usage.prompt_tokens);
  const reasoningTokens = count(outputs.reasoning_tokens);
  const outputTokens = outputOf(
    inputTokens,
    count(usage.completion_tokens),
    reasoningTokens,
    usage.total_tokens,
  );
  const cached = inputs.cached_tokens ?? usage.prompt_cache_hit_tokens ?? usage.cached_tokens;
  return {
    inputTokens,
    cachedInputTokens: Math.min(count(cached), inputTokens),
    outputTokens,
    reasoningTokens: Math.min(reasoningTokens, outputTokens),
    requests: 1,
  };
}

// Some servers do not count reasoning as completion; their total shows it.
function outputOf(input: number, completion: number, reasoning: number, total: unknown): number {
  return total === input + completion + reasoning ? completion + reasoning : completion;
}

function count(value: unknown): number {
  return Number.isSafeInteger(value) && Number(value) > 0 ? Number(value) : 0;
}
