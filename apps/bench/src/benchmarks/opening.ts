import { openSession, pooled, sessionRequest } from "@tinycodeagent/core";
import { local } from "@tinycodeagent/provider-local";
import { execa } from "execa";
import type { Benchmark } from "../benchmark.ts";
import { scaled } from "../measure/scale.ts";
import { inTurns, median, timed, warmUp } from "../measure/timing.ts";
import { realPython } from "../python/scripts.ts";

const script = "import json, socket, sys; sys.stdout.write(sys.stdin.readline())";

/** From nothing to the first result. */
export const openToFirstResult: Benchmark = {
  name: "open a session to its first result",
  comparedWith: "`python3 -I` that imports json and socket and echoes a line",
  reach: "≤ 2×",
  async measure() {
    const python = await realPython();
    const bare = timed(() => execa(python, ["-I", "-c", script], { input: "x\n" }));
    await warmUp(2, openOne, bare);
    const { ours, floor } = await inTurns({ rounds: scaled(21) }, { ours: openOne, floor: bare });
    return { unit: "ms", ours, floor, isReached: ours <= 2 * floor };
  },
};

// Closing it is not part of the time.
async function openOne(): Promise<number> {
  const startedMs = performance.now();
  await using session = await openSession(local());
  await session.run("1").result;
  return performance.now() - startedMs;
}

/** Being handed a session that is ready. */
export const openFromPool: Benchmark = {
  name: "open a session from the pool",
  comparedWith: "–",
  reach: "≤ 2 ms",
  async measure() {
    await using pool = pooled(local(), { size: 2 });
    const times: number[] = [];
    for (let round = 0; round < scaled(21); round++) {
      await pool.warm(sessionRequest({}));
      const startedMs = performance.now();
      await using session = await openSession(pool);
      times.push(performance.now() - startedMs);
      await session.run("1").result;
    }
    const ours = median(times);
    return { unit: "ms", ours, isReached: ours <= 2 };
  },
};
