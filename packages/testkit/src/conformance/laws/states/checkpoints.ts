import { requireFacet, type Session, type SessionCheckpoints } from "@tinycodeagent/core";
import { all, facets, livePython } from "../../applies.ts";
import { failsWith, same } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { completes, evaluate } from "../../run-cell.ts";

const applies = all(livePython, facets("checkpoints"));

/** 23: a kept state is that state, whenever it comes back. */
export const checkpointsBringBack: Law = defineLaw({
  number: 23,
  title: "a checkpoint brings its state back as often as it is asked to, and says so when it is gone",
  applies,
  proves: ["facet checkpoints"],
  async check({ open }) {
    const session = await open();
    const checkpoints = checkpointsOf(session);
    await completes(session, "import random\nrandom.seed(3)\nkept = ['first']\ndef show(): return kept");
    const first = await checkpoints.create("first");
    await completes(session, "kept.append('second')\nextra = 1");
    const second = await checkpoints.create();
    same((await checkpoints.list()).map(named), [first, second].map(named), "the list of checkpoints");
    for (let turn = 0; turn < 2; turn++) {
      await checkpoints.restore(first.id);
      same(
        await evaluate(session, "kept.append('lost')\n[show(), 'extra' in globals()]"),
        [["first", "lost"], false],
        "the first state",
      );
      await checkpoints.restore(second.id);
      same(await evaluate(session, "[show(), extra]"), [["first", "second"], 1], "the second state");
    }
    await checkpoints.drop(first.id);
    await failsWith(() => checkpoints.restore(first.id), "CHECKPOINT_GONE", "a dropped checkpoint");
    await failsWith(() => checkpoints.drop(first.id), "CHECKPOINT_GONE", "dropping it again");
    same(await evaluate(session, "show()"), ["first", "second"], "the state after what failed");
  },
});

/** 13: nobody changes the state under a running cell. */
export const checkpointsWaitForNobody: Law = defineLaw({
  number: 13,
  title: "while a cell runs, making or restoring a checkpoint is SESSION_BUSY",
  applies,
  async check({ open }) {
    const session = await open();
    const checkpoints = checkpointsOf(session);
    const { id } = await checkpoints.create();
    const execution = session.run("import time\ntime.sleep(30)");
    await failsWith(() => checkpoints.create(), "SESSION_BUSY", "a checkpoint of a running session");
    await failsWith(() => checkpoints.restore(id), "SESSION_BUSY", "restoring a running session");
    execution.abort();
    await execution.result;
    await checkpoints.restore(id);
    same(await evaluate(session, "'time' in globals()"), false, "whether the cell's import is there");
  },
});

function checkpointsOf(session: Session): SessionCheckpoints {
  return requireFacet(session, "checkpoints", "for this law");
}

function named({ id, name }: { readonly id: string; readonly name?: string }): object {
  return { id, name: name ?? null };
}
