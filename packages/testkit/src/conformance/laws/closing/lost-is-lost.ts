import { requireFacet, type Session } from "@tinycodeagent/core";
import { livePython } from "../../applies.ts";
import { failsWith, holds, LawSkipped, same, within } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { markedAfter, markVariable } from "../../observe/processes.ts";
import { completes } from "../../run-cell.ts";

const killAbove = "import os, time\nos.kill(os.getppid(), 9)\ntime.sleep(600)";
const children =
  "import subprocess\nsubprocess.Popen(['sleep', '600'])\nsubprocess.Popen(['sleep', '600'], start_new_session=True)\nNone";

/** 18: what cannot go on says so. */
export const killedKernelIsLost: Law = defineLaw({
  number: 18,
  title: "a killed kernel is SESSION_LOST within seconds, for the running cell and for all that follows",
  applies: livePython,
  async check({ open }) {
    const mark = crypto.randomUUID();
    const session = await open({ policy: { env: { [markVariable]: mark } } });
    await skipIfFirst(session);
    await completes(session, children);
    const { result } = session.run(killAbove);
    await failsWith(
      () => within(3_000, result, "the cell to fail"),
      "SESSION_LOST",
      "the cell that killed the kernel",
    );
    await failsWith(
      () => within(3_000, session.run("1").result, "the next cell to fail"),
      "SESSION_LOST",
      "the next cell",
    );
    if (session.capabilities.facets.includes("files")) {
      const files = requireFacet(session, "files", "to check its laws");
      await failsWith(
        () => within(3_000, files.list(), "list() to fail"),
        "SESSION_LOST",
        "list() afterwards",
      );
    }
    await within(8_000, session.close(), "closing a lost session");
    same(await markedAfter(mark, 2_000), [], "the processes that outlived their kernel");
  },
});

/** 18: nobody needs to run a cell to close. */
export const killedKernelCanBeClosed: Law = defineLaw({
  number: 18,
  title: "a session whose kernel was killed between cells is SESSION_LOST and closes quickly",
  applies: livePython,
  async check({ open }) {
    const session = await open();
    await skipIfFirst(session);
    await completes(
      session,
      "import os, threading, time\nsupervisor = os.getppid()\nthreading.Timer(0.1, os.kill, (supervisor, 9)).start()",
    );
    await new Promise(resolve => setTimeout(resolve, 400));
    await failsWith(() => within(3_000, session.run("1").result, "a cell to fail"), "SESSION_LOST", "a cell");
    const startedMs = performance.now();
    await within(8_000, session.close(), "closing a lost session");
    holds(performance.now() - startedMs < 2_000, "closing in two seconds", performance.now() - startedMs);
  },
});

/** No signal from inside reaches the first process of a pid namespace. */
async function skipIfFirst(session: Session): Promise<void> {
  const { value } = await completes(session, "import os\nos.getppid()");
  if (value === 1)
    throw new LawSkipped("its kernel is the first process of its pid namespace: nothing inside can kill it");
}
