import type { Benchmark, Row } from "./benchmark.ts";

/** Runs benchmarks one after another; `onStart` is told of each. What fails ends the run: a figure must not be missing unseen. */
export async function runBenchmarks(
  benchmarks: readonly Benchmark[],
  onStart: (name: string) => void,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const { name, comparedWith, reach, measure } of benchmarks) {
    onStart(name);
    rows.push({ name, comparedWith, reach, ...(await measure()) });
  }
  return rows;
}
