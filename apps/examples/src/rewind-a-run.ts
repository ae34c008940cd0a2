import { TinyCodeAgent } from "@tinycodeagent/core";
import { lineInterpreter, memoryProvider, runPython, ScriptedModel } from "@tinycodeagent/testkit";

// A provider for tests, whose cells are lines such as "set x 1". Any provider whose sessions have checkpoints will do.
const provider = memoryProvider(lineInterpreter, { facets: ["tools", "checkpoints", "fork"] });
const model = new ScriptedModel([
  runPython("set total 10"),
  runPython("set total 99"),
  "The total is 99.",
  runPython("get total"),
  "Without that step it is 10.",
  runPython("set total 20"),
  "On this branch it is 20.",
]);

await using agent = new TinyCodeAgent({ model, provider, checkpoints: true });
const run = agent.stream("Work out the total.");
const first = await run.result;
console.log(first.status === "completed" && first.output);

// Interpreter and history as they were after step 1, in the same session.
const again = await run.rewind(1, { task: "The second step was wrong: what is the total?" });
const second = await again.result;
console.log(second.status === "completed" && second.output);

// A copy of the session with an agent of its own; a result will do as well as the run.
await using branch = await agent.branch(first, 1, { task: "Try doubling it." });
const third = await branch.run.result;
console.log(third.status === "completed" && third.output, third.parent?.step, third.steps.length);
