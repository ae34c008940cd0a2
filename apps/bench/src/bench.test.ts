import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { allBenchmarks } from "./all-benchmarks.ts";
import type { Row } from "./benchmark.ts";
import { inTurns, median } from "./measure/timing.ts";
import { table } from "./report/table.ts";
import { writeSection } from "./report/write-section.ts";

const words = { comparedWith: "a relay", reach: "≤ 2×" };

async function bench(
  options: readonly string[],
  scale = "0.02",
): Promise<{ stdout: string; stderr: string }> {
  const env = { ...process.env, TINYCODEAGENT_SCALE: scale };
  return promisify(execFile)(process.execPath, [join(import.meta.dirname, "main.ts"), ...options], { env });
}

it("takes the middle of an odd number of values, and half way between two", () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 2, 100])).toBe(3);
});

it("lets operations take turns, some in a row", async () => {
  const order: string[] = [];
  const operation = (name: string, ms: number) => async () => {
    order.push(name);
    return ms;
  };
  const medians = await inTurns({ rounds: 2, inARow: 2 }, { one: operation("1", 7), two: operation("2", 3) });
  expect(order.join("")).toBe("11221122");
  expect(medians).toEqual({ one: 7, two: 3 });
});

it("shows figures, ratios and what was skipped", () => {
  const rows: readonly Row[] = [
    { ...words, name: "cell", unit: "ms", ours: 0.2, floor: 0.1, isReached: true },
    { ...words, name: "memory", unit: "MB", ours: 12, isReached: false, details: "3 answer" },
    { ...words, name: "other", skipped: "it is not installed" },
  ];
  expect(table(rows).split("\n").slice(2)).toEqual([
    "| cell | 0.200 ms | 0.100 ms | 2.00× | ≤ 2× | yes | a relay |",
    "| memory | 12.0 MB (3 answer) | – | – | ≤ 2× | no | a relay |",
    "| other | skipped: it is not installed | – | – | ≤ 2× | – | a relay |",
  ]);
});

it("replaces a section of a file and nothing else, and refuses a file without one", async () => {
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  const path = join(folder, "README.md");
  try {
    await writeFile(path, "before\n<!-- benchmarks -->\nold\n<!-- /benchmarks -->\nafter\n");
    await writeSection(path, "costs $& or $1");
    expect(await readFile(path, "utf8")).toBe(
      "before\n<!-- benchmarks -->\n\ncosts $& or $1\n\n<!-- /benchmarks -->\nafter\n",
    );
    await writeFile(path, "nothing");
    await expect(writeSection(path, "new")).rejects.toThrow("Expected <!-- benchmarks -->");
  } finally {
    await rm(folder, { recursive: true });
  }
});

it("has a name of its own for every row", () => {
  const names = allBenchmarks.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

it("measures the chosen rows and prints them as data, and its progress elsewhere", async () => {
  const { stdout, stderr } = await bench(["--json", "--only", "back to back"]);
  const { rows } = JSON.parse(stdout) as { rows: readonly Row[] };
  expect(rows).toHaveLength(2);
  for (const row of rows)
    expect(row).toMatchObject({ unit: "ms", ours: expect.any(Number), floor: expect.any(Number) });
  expect(stderr).toContain("warm cell back to back, shadows off …");
});

it("refuses to choose nothing, a scale that is no number, and to write a part of the table", async () => {
  await expect(bench(["--only", "no such row"])).rejects.toThrow("Expected a part of a benchmark's name");
  await expect(bench([], "much")).rejects.toThrow("Expected TINYCODEAGENT_SCALE to be a number above 0");
  await expect(bench(["--only", "cell", "--write"])).rejects.toThrow("Expected --write without --only");
});
