import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { all, python } from "../../applies.ts";
import { same } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { temporaryFolder } from "../../observe/host.ts";
import { completes, evaluate } from "../../run-cell.ts";

const bound = all(
  python,
  ({ workspace }) => workspace.includes("bind") || "it does not claim to bind a workspace",
);

/** 24: the folder itself, not a copy of it. */
export const workspaceIsBound: Law = defineLaw({
  number: 24,
  title: "code works in the very folder that the policy binds, and closing leaves what is there",
  applies: bound,
  proves: ["workspace bind"],
  async check({ open }) {
    await using folder = await temporaryFolder();
    const inFolder = (name: string) => join(folder.path, name);
    await writeFile(inFolder("given é.txt"), "from the host");
    const session = await open({ policy: { workspace: { path: folder.path, mode: "bind" } } });
    same(await evaluate(session, "open('given é.txt').read()"), "from the host", "a file of the host");
    await completes(session, "open('made.txt', 'w').write('by code')\nNone");
    same(await readFile(inFolder("made.txt"), "utf8"), "by code", "a file that code made, on the host");
    await writeFile(inFolder("later.txt"), "later");
    same(await evaluate(session, "open('later.txt').read()"), "later", "a file that the host made meanwhile");
    await session.close();
    same(await readFile(inFolder("given é.txt"), "utf8"), "from the host", "the host's file after closing");
    same(await readFile(inFolder("made.txt"), "utf8"), "by code", "the code's file after closing");
  },
});
