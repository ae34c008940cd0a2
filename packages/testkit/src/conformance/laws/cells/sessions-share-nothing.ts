import type { Session } from "@tinycodeagent/core";
import { livePython } from "../../applies.ts";
import { same } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { completes, evaluate } from "../../run-cell.ts";

const change = `
import builtins, json, os, random, sys
mine = 1
builtins.mine_too = 1
json.mine = 1
os.environ["MINE"] = "1"
os.makedirs("folder", exist_ok=True)
open("file.txt", "w").write("mine")
os.chdir("folder")
sys.path.append("/mine")
random.seed(1)
`;
const look = `
import json, os, sys
["mine" in globals(), hasattr(__builtins__, "mine_too"), hasattr(json, "mine"), "MINE" in os.environ,
 os.path.exists("file.txt"), os.path.basename(os.getcwd()) == "folder", "/mine" in sys.path]
`;

/** 14: a session is a world of its own. */
export const sessionsShareNothing: Law = defineLaw({
  number: 14,
  title: "two sessions share no variable, module, environment, folder or clock, and run side by side",
  applies: livePython,
  async check({ open }) {
    const [one, other] = await Promise.all([open(), open()]);
    same(one.id === other.id, false, "whether two sessions have one id");
    await completes(one, change);
    same(await evaluate(other, look), Array(7).fill(false), "what a second session sees of the first");
    await completes(other, "mine = 2");
    same(await evaluate(one, "mine"), 1, "the first session's variable");
    await sideBySide(one, other);
    await one.close();
    same(await evaluate(other, "mine"), 2, "the second session after the first was closed");
  },
});

async function sideBySide(one: Session, other: Session): Promise<void> {
  const long = one.run("import time\ntime.sleep(0.5)\n'long'");
  let hasEnded = false;
  long.result.finally(() => {
    hasEnded = true;
  });
  same([await evaluate(other, "'short'"), hasEnded], ["short", false], "a short cell beside a long one");
  await long.result;
}
