import { openSession } from "@tinycodeagent/core";
import { local } from "@tinycodeagent/provider-local";

const policy = { limits: { timeMs: 5_000 } };
await using session = await openSession(local(), { policy });

await session.variables.set({ prices: [3, 4, 5], unit: "€" });
await session.files.write("shop/menu.txt", "tea\ncoffee\n");
await session.run("with open('shop/menu.txt', 'a') as menu: menu.write('cake\\n')\ntotal = sum(prices)")
  .result;

const { total } = await session.variables.get(["total"]);
console.log(total);
console.log((await session.files.glob("**/*.txt")).paths);
console.log((await session.files.grep("^c", { path: "shop" })).matches.map(match => match.text));
console.log((await session.shell.run("wc -l < shop/menu.txt")).stdout.trim());
