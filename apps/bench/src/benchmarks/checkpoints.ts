import { type BaseSession, openSession, type SessionCheckpoints } from "@tinycodeagent/core";
import { local } from "@tinycodeagent/provider-local";
import type { Benchmark, Outcome } from "../benchmark.ts";
import { scaled } from "../measure/scale.ts";
import { inTurns, type Timed, timed, warmUp } from "../measure/timing.ts";
import { openForker } from "../python/floors.ts";
import { realPython } from "../python/scripts.ts";

/** What is done with a checkpoint. */
type Act = "create" | "restore";

/** Keeping the state of an interpreter, and going back to it, at a size of its heap. */
export const checkpoints: readonly Benchmark[] = [10, 100, 600].flatMap(heapMegabytes =>
  (["create", "restore"] as const).map(act => checkpoint(act, heapMegabytes)),
);

function checkpoint(act: Act, heapMegabytes: number): Benchmark {
  return {
    name: act === "create" ? `checkpoint of a heap of ${heapMegabytes} MB` : `restore ${heapMegabytes} MB`,
    comparedWith: "`os.fork()` of a Python with the same heap; and a warm cell",
    reach: "≤ 3 forks + a cell",
    measure: () => measure(act, heapMegabytes),
  };
}

async function measure(act: Act, heapMegabytes: number): Promise<Outcome> {
  await using session = await openSession(local());
  const kept = checkpointsOf(session);
  if (!kept) return { skipped: "sessions have no checkpoints" };
  const heap = heapCode(heapMegabytes);
  await using forker = openForker(await realPython(), heap);
  await session.run(heap).result;
  const cell = timed(() => session.run("x = 1").result);
  const ours = act === "create" ? creating(kept) : await restoring(kept);
  await warmUp(2, cell, ours, forker.time);
  const times = await inTurns({ rounds: scaled(15) }, { cell, ours, floor: forker.time });
  return {
    unit: "ms",
    ours: times.ours,
    floor: times.floor,
    isReached: times.ours <= 3 * times.floor + times.cell,
    details: `a cell ${times.cell.toFixed(3)} ms`,
  };
}

// Pages of small objects, as programs have them: a few large blocks would be cheaper to copy.
function heapCode(megabytes: number): string {
  return `heap = [bytearray(b"x" * 4000) for _ in range(${megabytes * 250})]`;
}

function checkpointsOf(session: BaseSession & { readonly checkpoints?: SessionCheckpoints }) {
  return session.checkpoints;
}

function creating(kept: SessionCheckpoints): Timed {
  return async () => {
    const startedMs = performance.now();
    const { id } = await kept.create();
    const tookMs = performance.now() - startedMs;
    await kept.drop(id);
    return tookMs;
  };
}

async function restoring(kept: SessionCheckpoints): Promise<Timed> {
  const { id } = await kept.create();
  return timed(() => kept.restore(id));
}
