/** Tokens of one or more model calls. `cachedInputTokens` and `reasoningTokens` are parts of their totals. */
export interface Usage {
  readonly inputTokens: number;
  /** Part of `inputTokens` that was read from a cache. */
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
  /** Part of `outputTokens` that was reasoning. */
  readonly reasoningTokens: number;
  /** Model calls that were made, failed attempts included. */
  readonly requests: number;
}

/** Nothing used. */
export const noUsage: Usage = {
  inputTokens: 0,
  cachedInputTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
  requests: 0,
};

/** The sum of two usages. */
export function addUsage(left: Usage, right: Usage): Usage {
  return {
    inputTokens: left.inputTokens + right.inputTokens,
    cachedInputTokens: left.cachedInputTokens + right.cachedInputTokens,
    outputTokens: left.outputTokens + right.outputTokens,
    reasoningTokens: left.reasoningTokens + right.reasoningTokens,
    requests: left.requests + right.requests,
  };
}
