import type { ExecutionResult, Session } from "@tinycodeagent/core";
import { all, limits, livePython } from "../../applies.ts";
import { holds, same, within } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { completes, summary } from "../../run-cell.ts";
import { checkFate } from "./fates.ts";

interface Ending {
  readonly code: string;
  readonly status: ExecutionResult["status"];
  readonly end?: Readonly<Record<string, unknown>>;
  readonly timeMs?: number;
}

const quiet: readonly Ending[] = [
  { code: "during = 1", status: "completed" },
  { code: "during = 1\nraise ValueError", status: "exception" },
  { code: "during = 1\nimport sys\nsys.exit(2)", status: "exit", end: { exitCode: 2 } },
];
const deaths: readonly Ending[] = [
  { code: "during = 1\nimport os\nos._exit(5)", status: "crashed", end: { exitCode: 5 } },
  { code: "during = 1\nimport os\nos._exit(0)", status: "crashed", end: { exitCode: 0 } },
  { code: "during = 1\nimport ctypes\nctypes.string_at(0)", status: "crashed", end: { signal: "SIGSEGV" } },
  { code: "during = 1\nimport os\nos.kill(os.getpid(), 9)", status: "crashed", end: { signal: "SIGKILL" } },
  { code: "during = 1\nimport os\nos.abort()", status: "crashed", end: { signal: "SIGABRT" } },
];
const overtime: readonly Ending[] = [
  { code: "during = 1\nwhile True: pass", status: "timeout", timeMs: 200 },
  {
    code: "during = 1\nimport signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])\nwhile True: pass",
    status: "timeout",
    timeMs: 200,
  },
];

/** 23: what a result says of the state is what the next cell finds. */
export const statesAreTrue: Law = defineLaw({
  number: 23,
  title: "after every way a cell can end, the state is what its result says",
  applies: livePython,
  async check({ open }) {
    const session = await open();
    for (const ending of [...quiet, ...deaths]) await checkEnding(session, ending);
  },
});

/** 23: the same for cells that were out of time. */
export const statesAreTrueAfterTimeouts: Law = defineLaw({
  number: 23,
  title: "after a timeout, by interrupt or by killing, the state is what the result says",
  applies: all(livePython, limits("time")),
  async check({ open }) {
    const session = await open();
    for (const ending of overtime) await checkEnding(session, ending);
  },
});

/** 23: an interpreter that cannot be lost. */
export const crashesAreUndone: Law = defineLaw({
  number: 23,
  title: "a crash restores the state of before the cell, again and again",
  applies: all(
    livePython,
    ({ state }) => state === "crash-proof" || `it claims the state "${state}", not "crash-proof"`,
  ),
  proves: ["state crash-proof"],
  async check({ open, scale }) {
    const session = await open();
    await completes(
      session,
      "before = 'set'\nimport random\nrandom.seed(7)\nclass Kept: pass\nkept = Kept()",
    );
    for (let turn = 0; turn < Math.max(10 * scale, 3); turn++) {
      const result = await session.run("before = 'changed'\nimport os\nos._exit(1)").result;
      same(
        [result.status, result.state, result.end.protected],
        ["crashed", "restored", true],
        `the end of crash ${turn + 1}`,
      );
      same(
        (await completes(session, "[before, type(kept) is Kept]")).value,
        ["set", true],
        `the state after crash ${turn + 1}`,
      );
    }
    const drawn = await completes(
      session,
      "first = random.random()\nrandom.seed(7)\nfirst == random.random()",
    );
    same(drawn.value, true, "whether a seeded random is as it was");
  },
});

async function checkEnding(session: Session, { code, status, end, timeMs }: Ending): Promise<void> {
  await completes(session, "before = 'set'\nif 'during' in globals(): del during");
  const options = timeMs === undefined ? {} : { limits: { timeMs } };
  const result = await within(5_000, session.run(code, options).result, `${JSON.stringify(code)} to end`);
  holds(result.status === status, `${JSON.stringify(code)} to end as "${status}"`, summary(result));
  for (const [member, expected] of Object.entries(end ?? {}))
    same(
      result.end[member as keyof typeof result.end],
      expected,
      `"${member}" of the end of ${JSON.stringify(code)}`,
    );
  await checkFate(session, result, code);
}
