import { defineTool, jsonSchema, openSession } from "@tinycodeagent/core";
import { local } from "@tinycodeagent/provider-local";
import type { Benchmark } from "../benchmark.ts";
import { scaled } from "../measure/scale.ts";
import { inTurns, warmUp } from "../measure/timing.ts";
import { openRelay } from "../python/floors.ts";
import { realPython } from "../python/scripts.ts";

const callsInACell = 50;

const increment = defineTool({
  name: "increment",
  description: "Adds one.",
  input: jsonSchema<{ readonly n: number }>({
    type: "object",
    properties: { n: { type: "number" } },
    required: ["n"],
  }),
  execute: ({ n }) => n + 1,
});

// Measured inside: what a call costs the code that makes it.
const cell = `
import time
started = time.perf_counter()
for n in range(${callsInACell}):
    increment(n)
(time.perf_counter() - started) * 1000 / ${callsInACell}
`;

/** A call of a host function, from the line of Python that makes it until its value is there. */
export const toolCall: Benchmark = {
  name: `tool call from code, one of ${callsInACell} in a cell`,
  comparedWith: "a line relayed by one bare Python through a second, back to back",
  reach: "≤ 2×",
  async measure() {
    await using session = await openSession(local({ shadows: false }), { tools: [increment] });
    await using relay = openRelay(await realPython());
    const call = async () => {
      const result = await session.run(cell).result;
      if (result.status !== "completed")
        throw new Error(`Expected calls to succeed, got "${result.status}".`);
      return Number(result.value);
    };
    const relayed = async () => {
      const { line } = await inTurns({ rounds: callsInACell }, { line: relay.time });
      return line;
    };
    await warmUp(scaled(10), call, relayed);
    const { ours, floor } = await inTurns({ rounds: scaled(60) }, { ours: call, floor: relayed });
    return { unit: "ms", ours, floor, isReached: ours <= 2 * floor };
  },
};
