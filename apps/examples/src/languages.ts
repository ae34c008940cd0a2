import { defineTool, openSession } from "@tinycodeagent/core";
import { local } from "@tinycodeagent/provider-local";
import { z } from "zod";

const price = defineTool({
  name: "price",
  description: "The price of a product in euros.",
  input: z.object({ product: z.enum(["tea", "coffee"]) }),
  execute: ({ product }) => (product === "tea" ? 3 : 4),
});

await using session = await openSession(local(), { tools: [price] });
const cells = [
  { language: "bash", code: "printf 'tea\\ncoffee\\n' > order.txt; wc -l < order.txt" },
  { language: "javascript", code: "import { readFileSync } from 'node:fs'" },
  { language: "javascript", code: "const order = readFileSync('order.txt', 'utf8').trim().split('\\n')" },
  {
    language: "javascript",
    code: "(await Promise.all(order.map(product => price({ product })))).join(' + ')",
  },
  { language: "python", code: "sum(price(product) for product in open('order.txt').read().split())" },
  { language: "bash", code: "exit 3" },
] as const;

for (const cell of cells) {
  const result = await session.run(cell).result;
  const value = result.status === "completed" ? result.repr : result.status;
  console.log([cell.language, result.stdout.trim(), value].filter(Boolean).join(" · "));
}
