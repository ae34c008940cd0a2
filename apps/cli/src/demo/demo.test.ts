import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { type Ended, runProgram } from "../../test/start-program.ts";
import { laptopModel } from "./laptops.ts";
import { expectedSales } from "./sales.ts";
import { salesCsv } from "./sales-csv.ts";

const csv = readFileSync(new URL("../../data/sales.csv", import.meta.url), "utf8");

describe("the demo", () => {
  let ended: Ended;
  beforeAll(async () => {
    ended = await runProgram(["demo"]);
  });

  it("ends well, with both answers checked", () => {
    expect(ended.code).toBe(0);
    expect(ended.stdout.match(/✓ checked/g)).toHaveLength(2);
  });

  it("says that replies are scripted and code is real", () => {
    expect(ended.stdout).toContain("The model's replies are scripted. Its code runs for real");
  });

  it("shows an exception, and a repair that uses the state that survived it", () => {
    const [failed = "", repaired = ""] = ended.stdout.split("Step 2");
    expect(failed).toContain("✗ KeyError: 'battery'");
    expect(repaired).toContain("Laptop B   87.00");
    expect(repaired).not.toContain('"price": 1200');
  });

  it("scores the laptops in Python", () => {
    const answers = [...ended.stdout.matchAll(/^Answer\n(\{.*?^\})/gms)].map(([, json = ""]) =>
      JSON.parse(json),
    );
    const scores = { "Laptop A": 63.33, "Laptop B": 87, "Laptop C": 62.22 };
    expect(answers[0]).toEqual({ best: "Laptop B", score: 87, scores });
    expect(answers[1]).toEqual(expectedSales(csv));
  });

  it("calls the host's function once for each store", () => {
    expect(ended.stdout).toContain('→ store_region(store_id="S01") = "North"');
    expect(ended.stdout).toContain("→ store_region: 24 calls in all");
  });

  it("says on stderr, once, what the place does not hold", () => {
    expect(ended.stderr.match(/no boundary/g)).toHaveLength(1);
  });
});

it("the data file is what its generator writes", () => {
  expect(salesCsv()).toBe(csv);
});

it("the data file has some thousand rows, returns, and rows without a quantity", () => {
  const quantities = csv
    .trim()
    .split("\n")
    .slice(1)
    .map(row => row.split(",")[3]);
  expect(quantities.length).toBe(3000);
  expect(quantities.filter(quantity => quantity === "-1").length).toBeGreaterThan(10);
  expect(quantities.filter(quantity => quantity === "").length).toBeGreaterThan(10);
});

it("no reply of the script holds a score", () => {
  expect(JSON.stringify(laptopModel())).not.toMatch(/87\.|63\.33|62\.22/);
});
