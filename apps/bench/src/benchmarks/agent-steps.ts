import { TinyCodeAgent } from "@tinycodeagent/core";
import { openai } from "@tinycodeagent/model-openai";
import { local } from "@tinycodeagent/provider-local";
import { type ModelServer, type ModelServerReply, openModelServer } from "@tinycodeagent/testkit";
import type { Benchmark } from "../benchmark.ts";
import { scaled } from "../measure/scale.ts";
import { inTurns, timed, warmUp } from "../measure/timing.ts";

const steps = 15;
const allowedMs = 3;

/** What a step of an agent costs besides the model: the loop, the client, and a small cell. */
export const agentStep: Benchmark = {
  name: `agent step with a small cell, one of ${steps}`,
  comparedWith: "one HTTP exchange of the same body with the same server",
  reach: `≤ ${allowedMs} ms more`,
  async measure() {
    await using server = await openModelServer((_, index) => reply(index));
    const model = openai("scripted", { baseURL: server.url, apiKey: "sk-bench" });
    await using agent = new TinyCodeAgent({ model, provider: local() });
    const run = timed(() => runOnce(agent));
    await warmUp(2, run);
    const bodies = server.requests.slice(-steps).map(({ body }) => JSON.stringify(body));
    const fetches = timed(() => fetchAll(server, bodies));
    await warmUp(2, fetches);
    const times = await inTurns({ rounds: scaled(20) }, { ours: run, floor: fetches });
    const [ours, floor] = [times.ours / steps, times.floor / steps];
    return { unit: "ms", ours, floor, isReached: ours - floor <= allowedMs };
  },
};

// The server counts: whoever asks, every last request of so many is answered with the end.
function reply(index: number): ModelServerReply {
  const isLast = index % steps === steps - 1;
  const code = isLast ? "final_answer(x)" : `x = ${index}`;
  return { kind: "message", toolCalls: [{ name: "run_python", arguments: { code } }] };
}

async function runOnce(agent: TinyCodeAgent): Promise<void> {
  const result = await agent.run("Count.");
  if (result.status === "completed" && result.steps.length === steps) return;
  throw new Error(`Expected ${steps} steps, got ${result.steps.length} and "${result.status}".`);
}

async function fetchAll({ url }: ModelServer, bodies: readonly string[]): Promise<void> {
  const headers = { "content-type": "application/json", authorization: "Bearer sk-bench" };
  for (const body of bodies) {
    const response = await fetch(`${url}/chat/completions`, { method: "POST", headers, body });
    await response.text();
  }
}
