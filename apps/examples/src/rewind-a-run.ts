import { TinyCodeAgent } from "@tinycodeagent/core";
import { local } from "@tinycodeagent/provider-local";
import { runPython, ScriptedModel } from "@tinycodeagent/testkit";

const model = new ScriptedModel([
  runPython("prices = [3, 4]"),
  runPython("prices.clear()"),
  "There is nothing to pay.",
  runPython("final_answer(sum(prices))"),
  runPython("prices.append(5)\nfinal_answer(sum(prices))"),
]);

await using agent = new TinyCodeAgent({ model, provider: local(), checkpoints: true });
const run = agent.stream("What is to be paid?");
const first = await run.result;
console.log(first.status === "completed" && first.output);

// Interpreter and history as they were after step 1, in the same session.
const again = await run.rewind(1, { task: "The second step was wrong. What is to be paid?" });
const second = await again.result;
console.log(second.status === "completed" && second.output);

// A copy of the session with an agent of its own; a result will do as well as the run.
await using branch = await agent.branch(first, 1, { task: "And with the tip?" });
const third = await branch.run.result;
console.log(third.status === "completed" && third.output, third.parent?.step, third.steps.length);
