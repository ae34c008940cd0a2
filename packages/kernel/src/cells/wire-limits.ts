import type { ExecutionLimits } from "@tinycodeagent/core";

/** A cell's limits as the kernel is told them: JSON has no infinity, and half a byte is none. */
export interface WireLimits {
  readonly timeMs: number;
  readonly wallMs?: number;
  readonly outputBytes: number;
  readonly spillBytes: number;
}

/** What a cell must keep to, of a policy's limits. */
export function wireLimits(limits: ExecutionLimits): WireLimits {
  const { timeMs, wallMs, outputBytes, spillBytes } = limits;
  return {
    timeMs: finite(timeMs),
    ...(wallMs !== undefined && { wallMs: finite(wallMs) }),
    outputBytes: Math.floor(finite(outputBytes)),
    spillBytes: Math.floor(finite(spillBytes)),
  };
}

/** The number, or one that is as good as infinite. */
export function finite(value: number): number {
  return Math.min(value, Number.MAX_SAFE_INTEGER);
}
