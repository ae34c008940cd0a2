import type { ErrorCode, SessionFiles } from "@tinycodeagent/core";
import { all, facets, python } from "../../applies.ts";
import { failsWith, same } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { completes, evaluate } from "../../run-cell.ts";
import { filesOf, textOf } from "./files-of.ts";

const refused: readonly ErrorCode[] = ["FILE_DENIED", "FILE_INVALID", "FILE_NOT_FOUND"];
const links = `
import os, tempfile
outside = tempfile.mkdtemp(prefix="outside-")
with open(os.path.join(outside, "file"), "w") as file: file.write("outside")
os.makedirs("inside", exist_ok=True)
with open("inside/file", "w") as file: file.write("inside")
os.symlink(os.path.join(outside, "file"), "out-file")
os.symlink(outside, "out-folder")
os.symlink(os.path.join(outside, "new"), "out-new")
os.symlink("../" * 40 + outside.lstrip("/"), "out-relative")
os.symlink("out-folder", "out-twice")
os.symlink("inside", "in-folder")
os.symlink("inside/file", "in-file")
os.symlink("loop", "loop")
outside
`;

/** 11: the host's view follows no link out. */
export const noWayOut: Law = defineLaw({
  number: 11,
  title:
    "no path and no link leads out of the session's folders, to read, write, list, edit, search or remove",
  applies: all(python, facets("files")),
  async check({ open }) {
    const session = await open();
    const files = filesOf(session);
    const outside = String(await evaluate(session, links));
    const folders = [
      "out-folder",
      "out-relative",
      "out-twice",
      outside,
      `${outside}/../${outside.split("/").at(-1)}`,
    ];
    for (const path of [
      "out-file",
      `${"../".repeat(40)}${outside.slice(1)}/file`,
      ...folders.map(folder => `${folder}/file`),
    ])
      await refuseAll(files, path);
    await failsWith(() => files.read("loop"), refused, "reading a link to itself");
    for (const path of ["out-new", ...folders.map(folder => `${folder}/new`)])
      await failsWith(() => files.write(path, "x"), refused, `writing ${path}`);
    for (const path of folders) {
      await failsWith(() => files.list(path), refused, `listing ${path}`);
      await failsWith(() => files.glob("*", { path }), refused, `a glob in ${path}`);
      await failsWith(() => files.grep("outside", { path }), refused, `a search in ${path}`);
    }
    same(
      (await files.grep("outside", { respectGitignore: false })).matches,
      [],
      "what a search finds through links",
    );
    const state = `[sorted(os.listdir(outside)), open(os.path.join(outside, "file")).read()]`;
    same(await evaluate(session, state), [["file"], "outside"], "what is outside after all that");
  },
});

/** 11: links inside are fine, and removing one removes the link. */
export const linksInsideWork: Law = defineLaw({
  number: 11,
  title: "links inside the session's folders are followed, and removing a link removes only the link",
  applies: all(python, facets("files")),
  async check({ open }) {
    const session = await open();
    const files = filesOf(session);
    await completes(session, links);
    same(textOf(await files.read("in-file")), "inside", "a file behind a link");
    await files.write("in-folder/other", "written");
    same(textOf(await files.read("inside/other")), "written", "what was written behind a link");
    for (const link of ["out-file", "out-folder", "in-folder", "in-file", "loop"]) await files.remove(link);
    const left = "[sorted(os.listdir(outside)), sorted(os.listdir('inside')), os.path.lexists('out-folder')]";
    same(
      await evaluate(session, left),
      [["file"], ["file", "other"], false],
      "what is left behind removed links",
    );
    await completes(session, "os.makedirs('tree'); os.symlink(outside, 'tree/link')");
    await files.remove("tree");
    same(
      await evaluate(session, "os.listdir(outside)"),
      ["file"],
      "what is left behind a link in a removed folder",
    );
  },
});

async function refuseAll(files: SessionFiles, path: string): Promise<void> {
  await failsWith(() => files.read(path), refused, `reading ${path}`);
  await failsWith(() => files.write(path, "x"), refused, `writing ${path}`);
  await failsWith(() => files.edit(path, [{ oldText: "o", newText: "x" }]), refused, `editing ${path}`);
  await failsWith(() => files.stat(path), refused, `the stat of ${path}`);
  if (path.includes("/")) await failsWith(() => files.remove(path), refused, `removing ${path}`);
}
