import { ask, defineHook, defineTool, TinyCodeAgent } from "@tinycodeagent/core";
import { local } from "@tinycodeagent/provider-local";
import { ScriptedModel } from "@tinycodeagent/testkit";
import { z } from "zod";

const publish = defineTool({
  name: "publish",
  description: "Publishes a draft.",
  input: z.object({ draft: z.string() }),
  execute: ({ draft }) => `published ${draft}`,
});

const careful = defineHook({
  name: "careful",
  beforeToolCall: ({ name }) => (name === "publish" ? ask("Publish it?") : undefined),
});

// The program waits at its line, however long the answer takes, and goes on there. It is never run twice.
const code = `
import random
draft = f"draft {random.random()}"
answer = publish(draft)
final_answer(answer == f"published {draft}")
`;
const model = new ScriptedModel([{ calls: [{ name: "run_python", input: { code } }] }]);

await using agent = new TinyCodeAgent({ model, provider: local(), tools: [publish], hooks: [careful] });
for await (const event of agent.stream("Publish the draft.")) {
  if (event.type === "approval_request") {
    console.log(event.approval.hook, "asks:", event.approval.question);
    setTimeout(() => agent.approvals.answer(event.approval.id, { approve: true }), 200);
  }
  if (event.type === "run_end" && event.result.status === "completed")
    console.log("same draft:", event.result.output);
}
