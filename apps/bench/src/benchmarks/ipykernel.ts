import { type BaseSession, openSession } from "@tinycodeagent/core";
import { local } from "@tinycodeagent/provider-local";
import { execa } from "execa";
import type { Benchmark } from "../benchmark.ts";
import { scaled } from "../measure/scale.ts";
import { inTurns, type Timed, timed, warmUp } from "../measure/timing.ts";
import { type LineProgram, startLineProgram } from "../python/ask-program.ts";
import { scriptPath } from "../python/scripts.ts";

const pythons = ["/usr/bin/python3", "python3"];

const comparedWith = "ipykernel with jupyter_client, until it is idle again; the same Python";
const reach = "10 times as fast";

/** A cell's round trip, ours and ipykernel's. */
export const ipykernelWarm: Benchmark = {
  name: "warm cell `x = 1`, beside ipykernel",
  comparedWith,
  reach,
  measure: () =>
    beside(async (python, program) => {
      await using session = await openSession(local({ python }));
      await program.ask("open");
      const ours = timed(() => session.run("x = 1").result);
      const theirs = asked(program, "cell");
      await warmUp(scaled(20), ours, theirs);
      return await inTurns({ rounds: scaled(100) }, { ours, floor: theirs });
    }),
};

/** From nothing to the first result, ours and ipykernel's. */
export const ipykernelCold: Benchmark = {
  name: "open to the first result, beside ipykernel",
  comparedWith,
  reach,
  measure: () =>
    beside((python, program) =>
      inTurns({ rounds: scaled(5) }, { ours: () => openOne(python), floor: asked(program, "open") }),
    ),
};

type Compare = (
  python: string,
  program: LineProgram,
) => Promise<{ readonly ours: number; readonly floor: number }>;

async function beside(compare: Compare): ReturnType<Benchmark["measure"]> {
  const python = await pythonWithIpykernel();
  if (!python)
    return { skipped: `ipykernel and jupyter_client are not installed for ${pythons.join(" or ")}` };
  await using program = startLineProgram(python, [scriptPath("ipykernel_cells")]);
  const times = await compare(python, program);
  return { unit: "ms", ...times, isReached: 10 * times.ours <= times.floor };
}

async function pythonWithIpykernel(): Promise<string | undefined> {
  for (const python of pythons) {
    const { failed } = await execa(python, ["-c", "import ipykernel, jupyter_client"], { reject: false });
    if (!failed) return python;
  }
  return undefined;
}

function asked(program: LineProgram, line: string): Timed {
  return async () => Number(await program.ask(line));
}

async function openOne(python: string): Promise<number> {
  const startedMs = performance.now();
  await using session: BaseSession = await openSession(local({ python }));
  await session.run("1").result;
  return performance.now() - startedMs;
}
