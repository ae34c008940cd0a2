import { defineHook, defineTool, deny, TinyCodeAgent } from "@tinycodeagent/core";
import { local } from "@tinycodeagent/provider-local";
import { ScriptedModel } from "@tinycodeagent/testkit";
import { z } from "zod";

const refund = defineTool({
  name: "refund",
  description: "Pays an order back.",
  input: z.object({ order: z.string(), euros: z.number().positive() }),
  execute: ({ order, euros }) => `paid ${euros} back for ${order}`,
});

// A decider sees each call, also those that code makes in a loop. A denial is an exception in Python.
const cap = defineHook({
  name: "refund-cap",
  beforeToolCall: ({ name, input }) =>
    name === "refund" && (input as { euros: number }).euros > 100
      ? deny("Refunds end at 100 euros.")
      : undefined,
});

const code = `
answers = []
for order, euros in [("A-1", 20), ("A-2", 500)]:
    try:
        answers.append(refund(order, euros=euros))
    except ToolError as error:
        answers.append(f"{error.kind}: {error}")
final_answer(answers)
`;
const model = new ScriptedModel([{ calls: [{ name: "run_python", input: { code } }] }]);

await using agent = new TinyCodeAgent({ model, provider: local(), tools: [refund], hooks: [cap] });
for await (const event of agent.stream("Refund both orders.")) {
  if (event.type === "tool_end" && event.name === "refund")
    console.log(event.source, event.reply.ok ? "ok" : "not ok");
  if (event.type === "run_end" && event.result.status === "completed") console.log(event.result.output);
}
