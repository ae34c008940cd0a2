/** The middle of some numbers. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Milliseconds that an operation takes. */
export async function timed(operation: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await operation();
  return performance.now() - startedMs;
}

/** Medians of two operations that take turns, so that a machine whose speed drifts is fair to both. */
export async function inTurns(
  rounds: number,
  ours: () => Promise<unknown>,
  floor: () => Promise<unknown>,
): Promise<{ readonly oursMs: number; readonly floorMs: number }> {
  const times = { ours: [] as number[], floor: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    times.ours.push(await timed(ours));
    times.floor.push(await timed(floor));
  }
  return { oursMs: median(times.ours), floorMs: median(times.floor) };
}
