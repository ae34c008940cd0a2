import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import type { Benchmark } from "./benchmark.ts";
import { inTurns } from "./timing.ts";

const root = join(import.meta.dirname, "../../..");
const allowedMs = 15;

/** What importing the built core costs a program that starts. */
export const importCore: Benchmark = {
  name: "import built core",
  floor: "an empty module",
  reach: `≤ ${allowedMs} ms more`,
  async measure() {
    const folder = await mkdtemp(join(tmpdir(), "tinycodeagent-bench-"));
    try {
      const empty = join(folder, "empty.mjs");
      await writeFile(empty, "export {};\n");
      await execa({ preferLocal: true, cwd: root })`tsc -b packages/core/tsconfig.build.json`;
      await execa({ cwd: root })`node .config/bundle.ts core`;
      const start = (module: string) => () => execa(process.execPath, [module]);
      const times = await inTurns(21, start(join(root, "packages/core/dist/bundle/index.js")), start(empty));
      return { ...times, isReached: times.oursMs - times.floorMs <= allowedMs };
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};
