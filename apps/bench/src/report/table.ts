import type { Measured, Row, Unit } from "../benchmark.ts";

const titles = ["what", "ours", "floor", "ratio", "reach", "reached", "compared with"];

/** Rows as a Markdown table. */
export function table(rows: readonly Row[]): string {
  return [titles, titles.map(() => "---"), ...rows.map(cellsOf)]
    .map(cells => `| ${cells.join(" | ")} |`)
    .join("\n");
}

function cellsOf(row: Row): readonly string[] {
  const { name, comparedWith, reach } = row;
  if ("skipped" in row) return [name, `skipped: ${row.skipped}`, "–", "–", reach, "–", comparedWith];
  return [name, oursOf(row), ...floorOf(row), reach, row.isReached ? "yes" : "no", comparedWith];
}

function oursOf({ ours, unit, details }: Measured): string {
  return figure(ours, unit) + (details ? ` (${details})` : "");
}

function floorOf({ ours, floor, unit }: Measured): readonly [string, string] {
  if (floor === undefined) return ["–", "–"];
  return [figure(floor, unit), `${(ours / floor).toFixed(2)}×`];
}

function figure(value: number, unit: Unit): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : unit === "ms" ? 3 : 2;
  return `${value.toFixed(digits)} ${unit}`;
}
