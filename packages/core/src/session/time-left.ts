import type { ExecutionLimits } from "../contract/limits.ts";
import type { SessionReport } from "../contract/provider.ts";

/** What a cell needs to go on with an answer, before its own end or that of its place. */
const reserveMs = 500;

/** Milliseconds that a cell, begun at `startedMs`, can wait for the host; nothing where no end is set. */
export function timeLeft(
  startedMs: number,
  { wallMs }: ExecutionLimits,
  { endsAtMs }: SessionReport,
): number | undefined {
  const ends = [endsAtMs, wallMs === undefined ? undefined : startedMs + wallMs].filter(
    end => end !== undefined,
  );
  return ends.length ? Math.min(...ends) - Date.now() - reserveMs : undefined;
}

/** A signal that also aborts when the time is up; quiet without an end. */
export function withinTime(signal: AbortSignal, leftMs: number | undefined): AbortSignal {
  if (leftMs === undefined || leftMs > 2 ** 31 - 1) return signal;
  return AbortSignal.any([signal, AbortSignal.timeout(Math.max(0, Math.floor(leftMs)))]);
}
