import { python } from "../../applies.ts";
import { failsWith, same, within } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { endOf, eventsOf, executeRaw } from "../../raw-cell.ts";

/** 13: a session is one interpreter. */
export const oneCellAtATime: Law = defineLaw({
  number: 13,
  title: "a second cell while one runs is SESSION_BUSY, and the first does not notice",
  applies: python,
  async check({ openRaw }) {
    const session = await openRaw();
    const first = executeRaw(session, "import time\nprint('on', flush=True)\ntime.sleep(0.15)\n'whole'");
    const events = first[Symbol.asyncIterator]();
    await events.next();
    const second = () => within(1_000, eventsOf(session, "'second'"), "a second cell to be refused");
    await failsWith(second, "SESSION_BUSY", "a second cell");
    if (session.variables) {
      const { variables } = session;
      await failsWith(() => variables.set({ x: 1 }), "SESSION_BUSY", "setting a variable during a cell");
    }
    if (session.export) await failsWith(session.export, "SESSION_BUSY", "exporting the state during a cell");
    const rest = [];
    for (let next = await events.next(); !next.done; next = await events.next()) rest.push(next.value);
    same(
      [endOf(rest).reason, rest[0]],
      ["completed", { type: "result", value: "whole", repr: "'whole'" }],
      "the first",
    );
    same(endOf(await eventsOf(session, "2")).reason, "completed", "a cell after the first");
  },
});

/** 13: the same for whoever holds a session. */
export const busyForTheUser: Law = defineLaw({
  number: 13,
  title: "run() throws SESSION_BUSY while a cell runs, and takes the next as soon as its end was seen",
  applies: python,
  async check({ open }) {
    const session = await open();
    const first = session.run("import time\ntime.sleep(0.2)\n1");
    await failsWith(() => session.run("2").result, "SESSION_BUSY", "run() while a cell runs");
    await first.result;
    for (let cell = 0; cell < 20; cell++) {
      for await (const event of session.run("3")) {
        if (event.type !== "end") continue;
        same((await session.run("4").result).status, "completed", "a cell that is run on seeing an end");
      }
    }
  },
});
