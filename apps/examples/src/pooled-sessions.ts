import { openSession, pooled, sessionRequest, TinyCodeAgent } from "@tinycodeagent/core";
import { local } from "@tinycodeagent/provider-local";
import { runPython, ScriptedModel } from "@tinycodeagent/testkit";

// A provider that has two sessions ready for each kind of request, and opens the next ones in the background.
await using pool = pooled(local(), { size: 2, onError: console.error });

const options = { preload: ["json"], policy: { limits: { timeMs: 5_000 } } };
await pool.warm(sessionRequest(options));
for (const name of ["Ada", "Grace"]) {
  // Each is handed out once: nobody finds what somebody else left.
  await using session = await openSession(pool, options);
  const result = await session.run(`found = "name" in globals()\nname = "${name}"\nfound`).result;
  console.log(name, "finds a name that was left:", result.status === "completed" && result.value);
}

// An agent's tools are part of its request: it says which one that is.
await using agent = new TinyCodeAgent({
  model: new ScriptedModel([runPython("final_answer(6 * 7)")]),
  provider: pool,
});
await pool.warm(agent.sessionRequest);
const result = await agent.run("What are six times seven?");
console.log(result.status === "completed" && result.output);
