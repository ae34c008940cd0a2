import type { ExecutionResult, Session } from "@tinycodeagent/core";
import { livePython } from "../../applies.ts";
import { holds, same, within } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { completes, evaluate, summary } from "../../run-cell.ts";
import { checkFate } from "./fates.ts";

const programs: readonly string[] = [
  "during = 1\nwhile True: pass",
  "during = 1\nimport time\ntime.sleep(60)",
  "during = 1\nimport asyncio\nawait asyncio.sleep(60)",
  "during = 1\nwhile True:\n    try:\n        while True: pass\n    except BaseException: pass",
  "during = 1\nimport threading\nthreading.Event().wait()",
  "during = 1\nimport subprocess\nsubprocess.run(['sleep', '60'])",
];

/** 9: stop means stop. */
export const abortEndsInTime: Law = defineLaw({
  number: 9,
  title: "an abort ends a running cell within a second, and what it says of the state is true",
  applies: livePython,
  async check({ open }) {
    const session = await open();
    for (const code of programs) {
      await completes(session, "before = 'set'\nif 'during' in globals(): del during");
      const result = await abortDuring(session, code);
      same(result.status, "aborted", `the status of ${JSON.stringify(code)}`);
      await checkFate(session, result, code);
    }
  },
});

/** 9: what never ran has done nothing. */
export const abortBeforeStart: Law = defineLaw({
  number: 9,
  title: "a cell whose signal aborted before it started ends as aborted and runs nothing",
  applies: livePython,
  async check({ open }) {
    const session = await open();
    await completes(session, "ran = False");
    for (let turn = 0; turn < 5; turn++) {
      const { result } = session.run("ran = True", { signal: AbortSignal.abort() });
      same((await within(2_000, result, "an aborted cell to end")).status, "aborted", "the status");
    }
    same(await evaluate(session, "ran"), false, "whether the cell ran");
  },
});

/** 9: an abort that comes late hits nothing. */
export const lateAbortIsQuiet: Law = defineLaw({
  number: 9,
  title: "an abort of a cell that has ended is quiet and does not reach the next",
  applies: livePython,
  async check({ open, scale }) {
    const session = await open();
    for (let turn = 0; turn < Math.max(30 * scale, 5); turn++) {
      const first = session.run("1");
      const aborted = turn % 2 ? first.result.then(() => first.abort()) : Promise.resolve(first.abort());
      await Promise.all([first.result, aborted]);
      const next = await session.run("import time\ntime.sleep(0.002)\n2").result;
      holds(next.status === "completed", "the cell after an abort to complete", summary(next));
    }
  },
});

async function abortDuring(session: Session, code: string): Promise<ExecutionResult> {
  const controller = new AbortController();
  const execution = session.run(code, { signal: controller.signal });
  await new Promise(resolve => setTimeout(resolve, 150));
  controller.abort();
  return within(1_000, execution.result, `${JSON.stringify(code)} to end after an abort`);
}
