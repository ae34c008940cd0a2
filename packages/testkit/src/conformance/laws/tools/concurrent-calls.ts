import { defineTool, jsonSchema, type SessionToolCall, type Tool } from "@tinycodeagent/core";
import { all, facets, livePython } from "../../applies.ts";
import { holds, same, within } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { endOf, eventsOf, executeRaw, textOf } from "../../raw-cell.ts";
import { evaluate } from "../../run-cell.ts";
import { echoTool } from "./law-tools.ts";

const applies = all(livePython, facets("tools"));
const threads = `
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(50) as pool:
    answers = list(pool.map(lambda n: gate(n), range(50)))
answers == [n * 2 for n in range(50)]
`;
const coroutines = `
import asyncio
answers = await asyncio.gather(*[gate.call_async(n) for n in range(50)])
answers == [n * 2 for n in range(50)]
`;

/** 12: fifty at once. */
export const callsRunAtOnce: Law = defineLaw({
  number: 12,
  title: "fifty calls by threads, and by asyncio.gather, run at once and are answered in any order",
  applies,
  async check({ open }) {
    const session = await open({ tools: [gateTool(50)] });
    for (const code of [threads, coroutines, threads]) {
      const value = await within(10_000, evaluate(session, code), "fifty calls that wait for each other");
      same(value, true, "whether each call has its own answer");
    }
  },
});

/** 12: an id is used once. */
export const callIdsAreUnique: Law = defineLaw({
  number: 12,
  title: "no call id comes twice in a session, also not from threads or from forked children",
  applies,
  async check({ openRaw }) {
    const session = await openRaw({ tools: [echoTool.signature] });
    const calls: SessionToolCall[] = [];
    const callTool = async (call: SessionToolCall) => {
      calls.push(call);
      return { ok: true, value: null } as const;
    };
    const cells = [
      "for n in range(20): echo(n)",
      "import threading\nts = [threading.Thread(target=echo, args=(n,)) for n in range(20)]\n[t.start() for t in ts]\n[t.join() for t in ts]\nNone",
      "echo(1)",
    ];
    for (const code of cells)
      same(
        endOf(await eventsOf(session, code, { callTool })).reason,
        "completed",
        "how a cell of calls ends",
      );
    same(new Set(calls.map(call => call.id)).size, 41, "the number of different ids of 41 calls");
    holds(
      calls.every(call => call.name === "echo"),
      "every call to name its tool",
      calls.map(call => call.name),
    );
  },
});

/** 12: a reader sees output before the call that follows it. */
export const callsFollowOutput: Law = defineLaw({
  number: 12,
  title: "what was printed before a call is there when the host sees the call",
  applies,
  async check({ openRaw }) {
    const session = await openRaw({ tools: [echoTool.signature] });
    let answer = () => {};
    const asked = new Promise<void>(resolve => {
      answer = resolve;
    });
    const callTool = async () => {
      await within(2_000, asked, "output before a call to arrive while the call is open");
      return { ok: true, value: null } as const;
    };
    const seen = [];
    for await (const event of executeRaw(session, "print('before')\necho(1)\nprint('after')", { callTool })) {
      seen.push(event);
      if (event.type === "stdout" && event.text.includes("before")) answer();
    }
    same([textOf(seen), endOf(seen).reason], ["before\nafter\n", "completed"], "the cell's output and end");
  },
});

// Answers nobody until all have called, and then the last first.
function gateTool(count: number): Tool {
  let waiting: (() => void)[] = [];
  return defineTool({
    name: "gate",
    description: "Opens when enough wait.",
    input: jsonSchema<{ readonly n: number }>({
      type: "object",
      properties: { n: { type: "number" } },
      required: ["n"],
    }),
    async execute({ n }) {
      await new Promise<void>(resolve => {
        waiting.push(resolve);
        if (waiting.length < count) return;
        for (const open of waiting.reverse()) open();
        waiting = [];
      });
      return n * 2;
    },
  });
}
