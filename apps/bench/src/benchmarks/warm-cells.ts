import { type BaseSession, openSession } from "@tinycodeagent/core";
import { local } from "@tinycodeagent/provider-local";
import type { Benchmark, Measured } from "../benchmark.ts";
import { scaled } from "../measure/scale.ts";
import { inTurns, type Timed, type Turns, timed, warmUp } from "../measure/timing.ts";
import { openForker, openRelay } from "../python/floors.ts";
import { realPython } from "../python/scripts.ts";

const relay = "a line relayed by one bare Python through a second, at the same pace";

/** A cell's round trip at the pace of someone who thinks in between. */
export const pacedCell: Benchmark = {
  name: "warm cell `x = 1`, cells 5 ms apart, shadows on",
  comparedWith: relay,
  reach: "≤ 3×",
  async measure() {
    const { ours, floor } = await measureCells(true, { rounds: scaled(300), pauseMs: 5 });
    return { unit: "ms", ours, floor, isReached: ours <= 3 * floor };
  },
};

/** A cell's round trip without a copy of the interpreter behind it. */
export const unprotectedCell: Benchmark = {
  name: "warm cell back to back, shadows off",
  comparedWith: relay,
  reach: "≤ 2×",
  async measure() {
    const { ours, floor } = await measureCells(false, { rounds: scaled(150), inARow: 10 });
    return { unit: "ms", ours, floor, isReached: ours <= 2 * floor };
  },
};

/** A cell's round trip when there is no idle time for its shadow. */
export const protectedCell: Benchmark = {
  name: "warm cell back to back, shadows on",
  comparedWith: `${relay}; and a fork of a Python with the same modules`,
  reach: "≤ 3 relays + 2 forks + 0.3 ms",
  async measure() {
    const { ours, floor, fork } = await measureCells(true, { rounds: scaled(100), inARow: 10 });
    const reachMs = 3 * floor + 2 * fork + 0.3;
    const details = `a fork ${fork.toFixed(3)} ms; reach ${reachMs.toFixed(3)} ms`;
    return { unit: "ms", ours, floor, isReached: ours <= reachMs, details } satisfies Measured;
  },
};

async function measureCells(
  shadows: boolean,
  turns: Turns,
): Promise<Readonly<Record<"ours" | "floor" | "fork", number>>> {
  const python = await realPython();
  await using session = await openSession(local({ shadows }));
  await using floor = openRelay(python);
  await using forker = openForker(python, await sameModules(session));
  const ours: Timed = timed(() => session.run("x = 1").result);
  await warmUp(scaled(200), ours, floor.time);
  return await inTurns(turns, { ours, floor: floor.time, fork: forker.time });
}

/** Code that imports what an interpreter of ours has imported. */
async function sameModules(session: BaseSession): Promise<string> {
  const listed = await session.run("import sys\n[name for name in sys.modules if '__main__' not in name]")
    .result;
  const names = listed.status === "completed" ? JSON.stringify(listed.value) : "[]";
  return `import importlib, contextlib\nfor name in ${names}:\n    with contextlib.suppress(ImportError): importlib.import_module(name)`;
}
