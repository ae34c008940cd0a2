import { facets } from "../../applies.ts";
import { failsWith, same } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { filesOf, textOf } from "./files-of.ts";

const names: readonly string[] = [
  "with space",
  "quote'quote\"quote",
  "a..b",
  "..hidden",
  "dots...",
  "line\nbreak",
  "tab\there",
  "é😀",
  "-v",
  "--help",
  "$(touch hacked)",
  "`touch hacked`",
  "back\\slash",
  "semi;colon&and|pipe",
  "{x}%s%(x)s",
  "*",
  "[a]",
  "'''",
  "x".repeat(200),
];

/** 11: a name is no program and no traversal. */
export const namesAreNames: Law = defineLaw({
  number: 11,
  title: "names with spaces, quotes, dots, line breaks, dashes and brackets are names",
  applies: facets("files"),
  async check({ open }) {
    const files = filesOf(await open());
    for (const name of names) {
      await files.write(name, `1 ${name}`);
      await files.edit(name, [{ oldText: "1 ", newText: "2 " }]);
      same(textOf(await files.read(name)), `2 ${name}`, `the content of ${JSON.stringify(name)}`);
      same((await files.stat(name)).path, name, "the path of its stat");
      await files.write(`folder ${name}/${name}`, "x");
    }
    const found = (await files.list()).map(entry => entry.path);
    same(
      [...found].sort(),
      [...names, ...names.map(name => `folder ${name}`)].sort(),
      "the names in the folder",
    );
    for (const name of names) await files.remove(name);
    for (const name of names) await files.remove(`folder ${name}`);
    same(await files.list(), [], "the names after all were removed");
    await files.write("a/../b/./c", "dots");
    same(textOf(await files.read("b/c")), "dots", "a path with dots between slashes");
  },
});

/** 11: what cannot be is refused by a code. */
export const badPathsAreRefused: Law = defineLaw({
  number: 11,
  title: "missing files, folders as files, NUL bytes and empty names are refused with their codes",
  applies: facets("files"),
  async check({ open }) {
    const files = filesOf(await open());
    await files.write("folder/file", "x");
    await failsWith(() => files.read("absent"), "FILE_NOT_FOUND", "reading an absent file");
    await failsWith(() => files.stat("absent"), "FILE_NOT_FOUND", "the stat of an absent file");
    await failsWith(() => files.list("absent"), "FILE_NOT_FOUND", "listing an absent folder");
    await failsWith(() => files.remove("absent"), "FILE_NOT_FOUND", "removing an absent file");
    await failsWith(() => files.edit("absent", []), "FILE_NOT_FOUND", "editing an absent file");
    await failsWith(() => files.read("folder"), "FILE_INVALID", "reading a folder");
    await failsWith(() => files.write("folder", "x"), "FILE_INVALID", "writing a folder");
    await failsWith(() => files.write("folder/file/inner", "x"), "FILE_INVALID", "writing below a file");
    await failsWith(() => files.list("folder/file"), ["FILE_INVALID", "FILE_NOT_FOUND"], "listing a file");
    for (const path of ["", "a\0b"])
      await failsWith(() => files.write(path, "x"), "FILE_INVALID", `writing ${JSON.stringify(path)}`);
    await failsWith(() => files.remove("."), "FILE_INVALID", "removing the workspace");
    same(
      (await files.list(".", { recursive: true })).map(entry => entry.path),
      ["folder", "folder/file"],
      "what is there",
    );
  },
});
