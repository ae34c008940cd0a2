import { join } from "node:path";
import { parseArgs } from "node:util";
import { allBenchmarks } from "./all-benchmarks.ts";
import { describeMachine } from "./report/machine.ts";
import { table } from "./report/table.ts";
import { writeSection } from "./report/write-section.ts";
import { runBenchmarks } from "./run-benchmarks.ts";

const readme = join(import.meta.dirname, "../../../packages/kernel/README.md");

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    only: { type: "string", default: "" },
    write: { type: "boolean", default: false },
  },
});

/** Runs the benchmarks and prints a table, or their figures as data. Progress is told on stderr. */
async function main(): Promise<void> {
  if (values.write && values.only)
    throw new Error("Expected --write without --only: the table would lose rows.");
  const chosen = allBenchmarks.filter(({ name }) => name.includes(values.only));
  if (chosen.length === 0)
    throw new Error(`Expected a part of a benchmark's name after --only, got "${values.only}".`);
  const rows = await runBenchmarks(chosen, name => process.stderr.write(`${name} …\n`));
  const machine = await describeMachine();
  const report = `${table(rows)}\n\n${machine}`;
  if (values.write) await writeSection(readme, report);
  console.log(values.json ? JSON.stringify({ machine, rows }, null, 2) : report);
}

await main();
