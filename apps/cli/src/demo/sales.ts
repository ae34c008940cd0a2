import { type ChatModel, defineTool, type Json, jsonSchema, type Tool } from "@tinycodeagent/core";
import { runPython, ScriptedModel } from "@tinycodeagent/testkit";

/** What the second task is. */
export const salesTask =
  "sales.csv holds the sales of 24 stores in 2024. Which region sold most? Returns count against it; rows without a quantity are left out. A store's region is told by store_region.";

const regions = ["North", "East", "South", "West"] as const;

/** A function of this program that the code of the second task calls. */
export const storeRegion: Tool = defineTool({
  name: "store_region",
  description: "The region of a store.",
  input: jsonSchema<{ readonly store_id: string }>({
    type: "object",
    properties: { store_id: { type: "string" } },
    required: ["store_id"],
  }),
  execute: ({ store_id }) => regionOf(store_id),
});

const read = `import csv

with open("sales.csv", newline="") as file:
    rows = list(csv.DictReader(file))

counted = [row for row in rows if row["quantity"]]
print(len(rows), "rows,", len(rows) - len(counted), "without a quantity")
rows[0]`;

const group = `cents_of_store = {}
for row in counted:
    cents = int(row["quantity"]) * round(float(row["unit_price"]) * 100)
    cents_of_store[row["store_id"]] = cents_of_store.get(row["store_id"], 0) + cents

cents_of_region = {}
for store, cents in sorted(cents_of_store.items()):
    region = store_region(store)
    cents_of_region[region] = cents_of_region.get(region, 0) + cents

revenue = {region: cents / 100 for region, cents in sorted(cents_of_region.items())}
for region, amount in revenue.items():
    print(f"{region:6}{amount:12,.2f}")`;

const answer = `best = max(revenue, key=revenue.get)
final_answer({"rows": len(rows), "counted": len(counted), "best": best, "revenue": revenue})`;

/** Replies for the second task. */
export function salesModel(): ChatModel {
  return new ScriptedModel(
    [
      { text: "First I look at the file.", ...runPython(read) },
      { text: "Now the sums, by store and then by region.", ...runPython(group) },
      { text: "That is all I need.", ...runPython(answer) },
    ],
    { provider: "demo", name: "demo" },
  );
}

/** What the answer must be, computed here from the same file. */
export function expectedSales(csv: string): Json {
  const rows = csv.trim().split("\n").slice(1);
  const counted = rows.map(row => row.split(",")).filter(([, , , quantity]) => quantity !== "");
  const cents = new Map<string, number>();
  for (const [, store = "", , quantity, price] of counted) {
    const region = regionOf(store);
    cents.set(region, (cents.get(region) ?? 0) + Number(quantity) * Math.round(Number(price) * 100));
  }
  const ranked = [...cents].sort(([, left], [, right]) => right - left);
  const revenue = Object.fromEntries([...cents].sort().map(([region, sum]) => [region, sum / 100]));
  return { rows: rows.length, counted: counted.length, best: ranked[0]?.[0] ?? "", revenue };
}

function regionOf(store: string): string {
  const region = regions[(Number(store.slice(1)) - 1) % regions.length];
  if (region && /^S(0[1-9]|1\d|2[0-4])$/.test(store)) return region;
  throw new RangeError(`Expected a store from S01 to S24, got "${store}".`);
}
