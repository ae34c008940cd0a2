import { openSession } from "@tinycodeagent/core";
import { local } from "@tinycodeagent/provider-local";
import type { Benchmark, Outcome } from "../benchmark.ts";
import { megabyte } from "../measure/memory.ts";
import { scaled } from "../measure/scale.ts";
import { inTurns, warmUp } from "../measure/timing.ts";
import { openPipeReader } from "../python/floors.ts";
import { realPython } from "../python/scripts.ts";
import { readAll, watchMemory } from "./output-reader.ts";

/** A program that writes a lot, as a cell and as a program of its own. */
interface Writer {
  readonly name: string;
  readonly megabytes: number;
  readonly cell: (bytes: number) => string;
  readonly program: (python: string, bytes: number) => readonly string[];
  /** Whether all of it is streamed, or most of it is beyond `outputBytes`. */
  readonly isLive: boolean;
}

const allowedMegabytes = 64;
const rounds = 3;

const ofChild = {
  cell: (bytes: number) => `import subprocess\nsubprocess.run(["head", "-c", "${bytes}", "/dev/zero"])\nNone`,
  program: (_: string, bytes: number) => ["head", "-c", String(bytes), "/dev/zero"],
};

/** A thousand million bytes on stdout, less where the program itself is slow. */
export const output: readonly Benchmark[] = [
  { name: "of a child process", megabytes: scaled(1000), isLive: true, ...ofChild },
  { name: "printed in pieces of 1 MB", megabytes: scaled(1000), isLive: true, ...printing(1_000_000) },
  { name: "printed in lines of 100 bytes", megabytes: scaled(50), isLive: true, ...printing(100) },
  { name: "of a child process, beyond `outputBytes`", megabytes: scaled(1000), isLive: false, ...ofChild },
].map(writer => ({
  name: `${writer.megabytes} MB of stdout ${writer.name}`,
  comparedWith: "a bare Python that reads the same pipe 1 MiB at a time",
  reach: `≥ 0.5×; host and kernel grow by < ${allowedMegabytes} MB`,
  measure: () => measure(writer),
}));

function printing(size: number): Pick<Writer, "cell" | "program"> {
  const code = (bytes: number) => `for _ in range(${bytes / size}): print("x" * ${size - 1})`;
  return { cell: code, program: (python, bytes) => [python, "-I", "-S", "-c", code(bytes)] };
}

async function measure({ megabytes, cell, program, isLive }: Writer): Promise<Outcome> {
  const bytes = megabytes * megabyte;
  const python = await realPython();
  await using session = await openSession(local());
  await using floor = openPipeReader(python, program(python, bytes));
  const ours = () => readAll(session, cell(bytes), isLive ? bytes : undefined);
  // As much as is measured: the room that the host's garbage takes is there then, and only what is kept would show.
  await warmUp(1, ours, floor.time);
  const stopWatching = await watchMemory(session);
  const times = await inTurns({ rounds }, { ours, floor: floor.time });
  const grown = await stopWatching();
  const oursSpeed = megabytes / (times.ours / 1000);
  const floorSpeed = megabytes / (times.floor / 1000);
  return {
    unit: "MB/s",
    ours: oursSpeed,
    floor: floorSpeed,
    isReached:
      oursSpeed >= floorSpeed / 2 && grown.host < allowedMegabytes && (grown.kernel ?? 0) < allowedMegabytes,
    details: `host +${grown.host.toFixed(0)} MB, kernel ${kernelText(grown.kernel)}`,
  };
}

function kernelText(megabytes: number | undefined): string {
  return megabytes === undefined ? "unknown" : `+${megabytes.toFixed(0)} MB`;
}
