import type { Session } from "@tinycodeagent/core";
import { all, facets, livePython } from "../../applies.ts";
import { failsWith, holds, LawBroken, same, within } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { completes, evaluate } from "../../run-cell.ts";

const applies = all(livePython, facets("fork"));
const pause = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds));

/** 14: a fork has the state, and then its own. */
export const forksGoOnApart: Law = defineLaw({
  number: 14,
  title: "a fork begins with its session's state and shares nothing of it afterwards",
  applies,
  proves: ["facet fork"],
  async check({ open }) {
    const session = await open();
    await completes(session, "items = [1]");
    await using forked = await forkOf(session);
    await Promise.all([completes(session, "items.append(2)"), completes(forked, "items.append(3)")]);
    same(await evaluate(session, "items"), [1, 2], "the session's list");
    same(await evaluate(forked, "items"), [1, 3], "the fork's list");
    await forked.run("import os\nos._exit(1)").result;
    same(await evaluate(session, "items"), [1, 2], "the session's list after the fork crashed");
    await forked.close();
    await failsWith(() => forked.run("1").result, "SESSION_CLOSED", "a cell in a closed fork");
    same(await evaluate(session, "items"), [1, 2], "the session's list after the fork closed");
  },
});

/** 14: what runs is not forked half done. */
export const forksOfRunningCells: Law = defineLaw({
  number: 14,
  title: "a fork of a running session has the state before the cell",
  applies: all(
    applies,
    ({ state }) => state === "crash-proof" || `it claims the state "${state}", not "crash-proof"`,
  ),
  async check({ open }) {
    const session = await open();
    await completes(session, "step = 'before'\nimport time");
    const execution = session.run("step = 'during'\ntime.sleep(30)");
    await pause(100);
    await using forked = await forkOf(session);
    same(await evaluate(forked, "step"), "before", "the fork's state");
    execution.abort();
    await execution.result;
  },
});

/** 27: branches do not hold each other up. */
export const slowReaderStallsNoBranch: Law = defineLaw({
  number: 27,
  title: "a reader that stopped reading stalls no other branch, nor an interrupt there",
  applies,
  async check({ open }) {
    const session = await open({ policy: { limits: { outputBytes: 512 * 1024 * 1024 } } });
    await using forked = await forkOf(session);
    const flood = session.run("while True: print('x' * 1000)");
    const events = flood[Symbol.asyncIterator]();
    await events.next();
    await pause(200);
    for (let turn = 0; turn < 5; turn++)
      await within(2_000, completes(forked, "sum(range(1000))"), "a cell beside a flood");
    const sleeping = forked.run("import time\ntime.sleep(30)");
    await pause(50);
    sleeping.abort();
    const { status } = await within(2_000, sleeping.result, "an interrupt beside a flood");
    holds(status === "aborted", 'the other branch to end as "aborted"', status);
    await events.return?.();
    await flood.result;
  },
});

async function forkOf(session: Session): Promise<Session> {
  if (session.fork) return await session.fork();
  throw new LawBroken('Expected a session with "fork", as it claims, saw none.');
}
