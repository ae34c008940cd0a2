import { TinyCodeAgent } from "@tinycodeagent/core";
import { local } from "@tinycodeagent/provider-local";
import { ScriptedModel } from "@tinycodeagent/testkit";

// Any model will do: openai("gpt-4.1-mini"), ollama("qwen3"), … This one replies from a script; its code runs for real.
const model = new ScriptedModel([
  { calls: [{ name: "run_python", input: { code: "squares = [n * n for n in range(10)]\nsum(squares)" } }] },
  {
    calls: [
      { name: "run_python", input: { code: "final_answer({'sum': sum(squares), 'count': len(squares)})" } },
    ],
  },
]);

await using agent = new TinyCodeAgent({ model, provider: local() });
const result = await agent.run("Add up the squares of the numbers below ten.");
if (result.status === "completed") console.log(result.output);
