import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSession, table } from "@tinycodeagent/core";
import { local } from "@tinycodeagent/provider-local";

const folder = await mkdtemp(join(tmpdir(), "state-"));
const file = join(folder, "shop.json");

{
  await using session = await openSession(local());
  await session.variables.set({
    prices: table([
      { item: "tea", euros: 3 },
      { item: "cake", euros: 4.5 },
    ]),
  });
  await session.run(`
from dataclasses import dataclass, field

@dataclass
class Order:
    items: list = field(default_factory=list)
    def total(self):
        return float(sum(euros[item] for item in self.items))

euros = dict(zip(prices["item"], prices["euros"]))
order = Order(["tea", "cake"])
log = open("log.txt", "w")
`).result;
  // Sources and data, as plain JSON: for a file, a database, another machine.
  const state = await session.export();
  console.log("left:", state.left[0]?.name, "-", state.left[0]?.reason);
  await writeFile(file, JSON.stringify(state));
}

await using session = await openSession(local());
const { imported } = await session.import(JSON.parse(await readFile(file, "utf8")));
console.log("imported:", imported.join(", "));
const result = await session.run("order.items.append('tea')\norder.total()").result;
console.log(result.status === "completed" && result.value);
await rm(folder, { recursive: true });
