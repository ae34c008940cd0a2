import { parseArgs } from "node:util";
import type { Benchmark, Measured } from "./benchmark.ts";
import { importCore } from "./import-core.ts";
import { openToFirstResult, warmCell } from "./sessions.ts";

const benchmarks: readonly Benchmark[] = [importCore, warmCell, openToFirstResult];

/** Runs the benchmarks and prints a table, or with `--json` their figures as data. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } });
  const rows: (Omit<Benchmark, "measure"> & Measured)[] = [];
  for (const { measure, ...benchmark } of benchmarks) {
    if (!values.json) process.stderr.write(`${benchmark.name} …\n`);
    rows.push({ ...benchmark, ...(await measure()) });
  }
  console.log(values.json ? JSON.stringify(rows, null, 2) : table(rows));
}

function table(rows: readonly (Omit<Benchmark, "measure"> & Measured)[]): string {
  const lines = rows.map(({ name, floor, reach, oursMs, floorMs, isReached }) => {
    const ratio = `${(oursMs / floorMs).toFixed(2)}×`;
    return `| ${name} | ${oursMs.toFixed(3)} | ${floorMs.toFixed(3)} | ${ratio} | ${reach} | ${isReached ? "yes" : "no"} | ${floor} |`;
  });
  return [
    "| what | ours, ms | floor, ms | ratio | reach | reached | floor |",
    "|---|---|---|---|---|---|---|",
    ...lines,
  ].join("\n");
}

await main();
