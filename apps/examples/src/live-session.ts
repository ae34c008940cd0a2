import { defineTool, openSession } from "@tinycodeagent/core";
import { local } from "@tinycodeagent/provider-local";
import { z } from "zod";

const price = defineTool({
  name: "price",
  description: "The price of a product in euros.",
  input: z.object({ product: z.enum(["tea", "coffee"]), grams: z.number().int().positive().default(250) }),
  execute: ({ product, grams }) => (product === "tea" ? 0.08 : 0.03) * grams,
});

await using session = await openSession(local(), { tools: [price] });

for await (const event of session.run(
  "basket = [price('tea'), price('coffee', grams=500)]\nprint(basket)\nsum(basket)",
)) {
  console.log(
    event.type,
    event.type === "stdout" ? event.text.trim() : event.type === "result" ? event.repr : "",
  );
}
const failed = await session.run("basket[7]").result;
console.log(failed.status, failed.state);

const still = await session.run("len(basket)").result;
console.log(still.status === "completed" && still.value);
