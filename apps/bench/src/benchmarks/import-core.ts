import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import type { Benchmark } from "../benchmark.ts";
import { scaled } from "../measure/scale.ts";
import { inTurns, timed } from "../measure/timing.ts";

const root = join(import.meta.dirname, "../../../..");
const allowedMs = 15;

/** What importing the built core costs a program that starts. */
export const importCore: Benchmark = {
  name: "import built core",
  comparedWith: "an empty module",
  reach: `≤ ${allowedMs} ms more`,
  async measure() {
    const folder = await mkdtemp(join(tmpdir(), "tinycodeagent-bench-"));
    try {
      const empty = join(folder, "empty.mjs");
      await writeFile(empty, "export {};\n");
      await execa({ preferLocal: true, cwd: root })`tsc -b packages/core/tsconfig.build.json`;
      await execa({ cwd: root })`node .config/bundle.ts core`;
      const start = (module: string) => timed(() => execa(process.execPath, [module]));
      const { ours, floor } = await inTurns(
        { rounds: scaled(21) },
        { ours: start(join(root, "packages/core/dist/bundle/index.js")), floor: start(empty) },
      );
      return { unit: "ms", ours, floor, isReached: ours - floor <= allowedMs };
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};
