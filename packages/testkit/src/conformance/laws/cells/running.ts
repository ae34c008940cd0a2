import type { ExecutionEvent, Session } from "@tinycodeagent/core";
import { python } from "../../applies.ts";
import { holds, same, within } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { completes } from "../../run-cell.ts";

const code = "import time\nfor i in range(3):\n    print(i)\n    time.sleep(0.01)\n'done'";

/** 3: one cell can be watched and awaited, in any order. */
export const runIsReadAsOneLikes: Law = defineLaw({
  number: 3,
  title: "a cell may be iterated and awaited, only awaited, or iterated after it ended",
  applies: python,
  async check({ open }) {
    const session = await open();
    await iterated(session);
    same((await completes(session, code)).stdout, "0\n1\n2\n", "the output of a cell that is only awaited");
    const late = session.run(code);
    await late.result;
    same(
      await typesOf(late),
      ["stdout", "result", "end"],
      "the events of a cell that is iterated after its end",
    );
  },
});

/** 9: whoever leaves the loop does not want the rest. */
export const leavingTheLoopAborts: Law = defineLaw({
  number: 9,
  title: "leaving the loop over a cell's events aborts the cell, and the session goes on",
  applies: python,
  async check({ open }) {
    const session = await open();
    const execution = session.run("import time\nprint('first', flush=True)\nwhile True: time.sleep(0.01)");
    for await (const event of execution) {
      if (event.type === "stdout") break;
    }
    const { status } = await within(2_000, execution.result, "a cell whose reader left to end");
    same(status, "aborted", "the status of a cell whose reader left");
    same((await completes(session, "1 + 1")).value, 2, "the next cell's value");
  },
});

async function iterated(session: Session): Promise<void> {
  const execution = session.run(code);
  same(await typesOf(execution), ["stdout", "result", "end"], "the events of a cell, in order");
  const result = await execution.result;
  holds(result.status === "completed" && result.value === "done", "the same cell's result", result);
}

async function typesOf(events: AsyncIterable<ExecutionEvent>): Promise<readonly string[]> {
  const types: string[] = [];
  for await (const { type } of events) if (types.at(-1) !== type) types.push(type);
  return types;
}
