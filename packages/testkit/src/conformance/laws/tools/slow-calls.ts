import { defineTool, jsonSchema } from "@tinycodeagent/core";
import { all, facets, limits, livePython } from "../../applies.ts";
import { holds, same, within } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { completes, evaluate, summary } from "../../run-cell.ts";
import { slowTool } from "./law-tools.ts";

const applies = all(livePython, facets("tools"));

/** 12: waiting is not running. */
export const waitingIsNoRunningTime: Law = defineLaw({
  number: 12,
  title: "the time limit stands still while the program is blocked on a tool, and only then",
  applies: all(applies, limits("time")),
  async check({ open }) {
    const session = await open({ tools: [slowTool(180)] });
    const options = { limits: { timeMs: 120 } };
    for (const call of ["slow()", "await slow.call_async()"]) {
      const result = await session.run(`${call}\n${call}`, options).result;
      holds(
        result.status === "completed",
        `two calls of 180 ms (${call}) to fit into a limit of 120 ms`,
        summary(result),
      );
    }
    const after = await within(
      5_000,
      session.run("slow()\nwhile True: pass", options).result,
      "a loop after a call",
    );
    same(after.status, "timeout", "the status of a loop after a call");
    const beside =
      "import asyncio\ntask = asyncio.ensure_future(slow.call_async())\nawait asyncio.sleep(0.05)\nwhile True: pass";
    const { status } = await within(3_000, session.run(beside, options).result, "a loop beside a call");
    same(status, "timeout", "the status of a loop beside an open call");
  },
});

/** 12: nobody waits for the answer of a cell that ended. */
export const callsEndWithTheirCell: Law = defineLaw({
  number: 12,
  title: "a call that outlives its cell is cancelled, and its answer reaches no other cell",
  applies,
  async check({ open }) {
    let aborts = 0;
    const session = await open({ tools: [slowTool(5_000, () => aborts++)] });
    await completes(
      session,
      "import threading\nanswers = []\ndef call():\n    try: answers.append(slow())\n    except Exception as error: answers.append(getattr(error, 'kind', '?'))\nthread = threading.Thread(target=call, daemon=True)\nthread.start()\nimport time\ntime.sleep(0.1)",
    );
    same(aborts, 1, "the number of aborted calls when the cell has ended");
    const joined = await within(
      4_000,
      evaluate(session, "thread.join(0.5)\n[thread.is_alive(), answers in ([], ['cancelled'])]"),
      "the thread",
    );
    holds(JSON.stringify(joined) !== "[true,false]", "the thread to be refused or still waiting", joined);
    const aborted = session.run("slow()");
    setTimeout(() => aborted.abort(), 100);
    same((await within(2_000, aborted.result, "an abort during a call")).status, "aborted", "the status");
    same(aborts, 2, "the number of aborted calls after an abort");
    same(await evaluate(session, "1"), 1, "the next cell's value");
  },
});

/** 12: a cell's own interrupt does not mix up answers. */
export const answersDoNotMix: Law = defineLaw({
  number: 12,
  title: "an answer that comes after its cell timed out is not taken for the next call's",
  applies: all(applies, limits("time")),
  async check({ open }) {
    const tool = defineTool({
      name: "after",
      description: "Returns n after some time.",
      input: jsonSchema<{ readonly n: number; readonly ms: number }>({
        type: "object",
        properties: { n: { type: "number" }, ms: { type: "number" } },
        required: ["n", "ms"],
      }),
      execute: ({ n, ms }) => new Promise<number>(resolve => setTimeout(() => resolve(n), ms)),
    });
    const session = await open({ tools: [tool] });
    for (let n = 0; n < 5; n++) {
      const late =
        "import threading\nthreading.Thread(target=after, args=(100, 150), daemon=True).start()\nwhile True: pass";
      same(
        (await session.run(late, { limits: { timeMs: 100 } }).result).status,
        "timeout",
        "a cell that leaves a call behind",
      );
      same(
        await evaluate(session, `[after(${n}, 20), after(-1, 0)]`),
        [n, -1],
        "the answers of the next cell",
      );
    }
  },
});
