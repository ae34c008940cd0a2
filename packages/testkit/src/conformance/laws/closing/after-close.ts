import { python } from "../../applies.ts";
import { failsWith, holds, same, within } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { eventsOf, executeRaw } from "../../raw-cell.ts";

/** 15: closed is closed. */
export const afterCloseAllIsClosed: Law = defineLaw({
  number: 15,
  title: "after close, cells, files, shell and variables are SESSION_CLOSED",
  applies: python,
  async check({ openRaw }) {
    const session = await openRaw();
    const { files, shell, variables, checkpoints, export: exportState, import: importState } = session;
    const state = await exportState?.();
    const job = await shell?.start("sleep 600");
    await session.close();
    await failsWith(() => eventsOf(session, "1"), "SESSION_CLOSED", "a cell");
    const readAll = async () => {
      if (files) for await (const _ of files.readStream("a"));
    };
    const works: readonly (readonly [string, (() => unknown) | undefined])[] = [
      ["read", files && (() => files.read("a"))],
      ["readStream", files && readAll],
      ["write", files && (() => files.write("a", "x"))],
      ["edit", files && (() => files.edit("a", []))],
      ["stat", files && (() => files.stat("a"))],
      ["list", files && (() => files.list())],
      ["glob", files && (() => files.glob("*"))],
      ["grep", files && (() => files.grep("a"))],
      ["remove", files && (() => files.remove("a"))],
      ["shell.run", shell && (() => shell.run("true"))],
      ["shell.start", shell && (() => shell.start("true"))],
      ["job.poll", job && (() => job.poll())],
      ["variables.set", variables && (() => variables.set({ a: 1 }))],
      ["variables.get", variables && (() => variables.get(["a"]))],
      ["export", exportState && (() => exportState())],
      ["import", importState && state && (() => importState(state))],
      ["checkpoints.list", checkpoints && (() => checkpoints.list())],
    ];
    for (const [name, work] of works) {
      if (work)
        await failsWith(
          () => within(2_000, Promise.resolve(work()), `${name} to be refused`),
          "SESSION_CLOSED",
          name,
        );
    }
  },
});

/** 15: facets refuse as rejections. */
export const facetsRejectAfterClose: Law = defineLaw({
  number: 15,
  title: "a method that returns a promise refuses by rejecting it, never by throwing",
  applies: python,
  async check({ openRaw }) {
    const session = await openRaw();
    const { files, shell, variables } = session;
    await session.close();
    const works = [
      files && (() => files.read("a")),
      shell && (() => shell.run("true")),
      variables && (() => variables.get(["a"])),
    ];
    for (const work of works) {
      if (!work) continue;
      let returned: unknown;
      try {
        returned = work();
      } catch (error) {
        returned = error;
      }
      holds(returned instanceof Promise, "a promise", returned);
      await returned.catch(() => {});
    }
  },
});

/** 15: close as often as you like. */
export const closingTwiceIsQuiet: Law = defineLaw({
  number: 15,
  title: "closing twice, at once or again, is quiet and quick",
  applies: python,
  async check({ open, openRaw }) {
    for (const session of [await open(), await openRaw()]) {
      await within(8_000, Promise.all([session.close(), session.close()]), "closing twice at once");
      await within(1_000, session.close(), "closing again");
    }
    const user = await open();
    await user.close();
    await failsWith(() => user.run("1").result, "SESSION_CLOSED", "run() after close");
    await user.close();
  },
});

/** 15: a running cell does not hold up closing. */
export const closingEndsACell: Law = defineLaw({
  number: 15,
  title: "closing while a cell runs ends both within seconds, and the cell's reader is told",
  applies: python,
  async check({ open, openRaw }) {
    for (const code of ["while True: pass", "import time\ntime.sleep(600)", "while True: print('x' * 100)"]) {
      const session = await open();
      const { result } = session.run(code);
      const told = result.then(
        ({ status }) => status,
        error => error.code,
      );
      await new Promise(resolve => setTimeout(resolve, 150));
      await within(4_000, session.close(), `closing during ${JSON.stringify(code)}`);
      const how = await within(2_000, told, "the cell's reader to be told");
      holds(
        ["aborted", "SESSION_CLOSED", "SESSION_LOST"].includes(String(how)),
        "the cell to end or to fail",
        how,
      );
    }
    const raw = await openRaw();
    const events = executeRaw(raw, "print('on', flush=True)\nimport time\ntime.sleep(600)")[
      Symbol.asyncIterator
    ]();
    await events.next();
    const next = events.next().then(
      ({ value }) => value?.type,
      error => error.code,
    );
    await within(4_000, raw.close(), "closing at the provider itself");
    const how = await within(2_000, next, "the raw reader to be told");
    same(
      ["end", "SESSION_CLOSED", "SESSION_LOST"].includes(String(how)),
      true,
      `whether "${String(how)}" tells it`,
    );
  },
});
