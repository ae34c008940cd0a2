import { openSession, type Session } from "@tinycodeagent/core";
import type { KernelSession } from "@tinycodeagent/kernel";
import { local } from "@tinycodeagent/provider-local";

async function show(who: string, session: Session<KernelSession>, code: string): Promise<void> {
  const result = await session.run(code).result;
  console.log(who, "·", result.status === "completed" ? result.repr : result.status, "·", result.state);
}

await using session = await openSession(local());
await session.run("orders = ['tea']").result;

// The interpreter dies: its shadow, from before the cell, takes its place.
await show("crash", session, "orders.append('cake')\nimport os\nos._exit(1)");
await show("after", session, "orders");

// A state that is kept comes back as often as it is asked to.
const { id } = await session.checkpoints.create("one order");
await show("session", session, "orders.append('coffee')\norders");

// A fork goes on apart, from the present state or from a checkpoint.
await using fork = await session.fork({ checkpoint: id });
await show("fork", fork, "orders.append('milk')\norders");

await session.checkpoints.restore(id);
await show("session", session, "orders");
