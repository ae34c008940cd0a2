import { TinyCodeAgent } from "@tinycodeagent/core";
import { openai } from "@tinycodeagent/model-openai";
import { local } from "@tinycodeagent/provider-local";
import { openModelServer } from "@tinycodeagent/testkit";

const script = [
  { reasoning: "Python can multiply.", calls: [{ name: "run_python", input: { code: "n = 6 * 7\nn" } }] },
  { calls: [{ name: "final_answer", input: { value: 42 } }], usage: { inputTokens: 900, outputTokens: 12 } },
];
await using server = await openModelServer(script);

const model = openai("gpt-4.1-mini", { baseURL: server.url });
await using agent = new TinyCodeAgent({ model, provider: local() });
const result = await agent.run("What are six times seven?");

console.log(result.status === "completed" && result.output, "after", server.requests.length, "requests");
server.assertUsedUp();
