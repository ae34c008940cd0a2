import { availableParallelism, cpus, totalmem } from "node:os";
import { execa } from "execa";
import { realPython } from "../python/scripts.ts";

/** One line on what the figures were measured with. */
export async function describeMachine(): Promise<string> {
  const { stdout: python } = await execa(await realPython(), ["--version"]);
  const processor = cpus()[0]?.model.trim() || process.arch;
  const memory = Math.round(totalmem() / 2 ** 30);
  const date = new Date().toISOString().slice(0, 10);
  return `Measured on ${date}: ${availableParallelism()} cores (${processor}), ${memory} GiB of memory, Node ${process.versions.node}, ${python}. Medians; each floor is of the same run.`;
}
