import { facets } from "../../applies.ts";
import { failsWith, holds, same } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { filesOf, textOf } from "./files-of.ts";

/** 11: an edit changes what it names. */
export const editsKeepTheRest: Law = defineLaw({
  number: 11,
  title: "an edit keeps line ends, byte-order mark, mode and a missing last line end",
  applies: facets("files"),
  async check({ open }) {
    const files = filesOf(await open());
    await files.write("crlf.txt", "\uFEFFone\r\ntwo\r\nthree", { mode: 0o755 });
    const result = await files.edit("crlf.txt", [{ oldText: "one\ntwo", newText: "1\n2\nand" }]);
    same(textOf(await files.read("crlf.txt")), "\uFEFF1\r\n2\r\nand\r\nthree", "the text after an edit");
    same((await files.stat("crlf.txt")).mode & 0o777, 0o755, "the mode after an edit");
    same(result.replacements, 1, "the number of replacements");
    holds(/^-one/m.test(result.diff) && /^\+1/m.test(result.diff), "a diff of the change", result.diff);
    await files.write("crlf.txt", "new");
    same((await files.stat("crlf.txt")).mode & 0o777, 0o755, "the mode after a write");
    await files.write("lf.txt", "a\n$1 $& \\1 {x}\nb\n");
    await files.edit("lf.txt", [{ oldText: "$1 $& \\1 {x}", newText: "$& \\0 %s" }]);
    same(textOf(await files.read("lf.txt")), "a\n$& \\0 %s\nb\n", "text with the signs of patterns");
  },
});

/** 11: all or nothing. */
export const editsAreAllOrNothing: Law = defineLaw({
  number: 11,
  title: "an edit whose text is not there as often as expected is EDIT_MISMATCH and changes nothing",
  applies: facets("files"),
  async check({ open }) {
    const files = filesOf(await open());
    const before = "x = 1\ny = 1\n";
    await files.write("code.py", before);
    for (const edits of [
      [{ oldText: "absent", newText: "" }],
      [{ oldText: "= 1", newText: "= 2" }],
      [
        { oldText: "x = 1", newText: "x = 2" },
        { oldText: "absent", newText: "" },
      ],
      [{ oldText: "x", newText: "z", expectedMatches: 2 }],
    ]) {
      await failsWith(() => files.edit("code.py", edits), "EDIT_MISMATCH", JSON.stringify(edits));
      same(textOf(await files.read("code.py")), before, "the file after a refused edit");
    }
    const both = await files.edit("code.py", [
      { oldText: "= 1", newText: "= 2", expectedMatches: 2 },
      { oldText: "x = 2", newText: "z = 3" },
    ]);
    same(
      [both.replacements, textOf(await files.read("code.py"))],
      [3, "z = 3\ny = 2\n"],
      "edits after each other",
    );
    await files.write("binary", new Uint8Array([0xff, 0xfe, 0]));
    await failsWith(
      () => files.edit("binary", [{ oldText: "a", newText: "b" }]),
      ["FILE_INVALID", "EDIT_MISMATCH"],
      "an edit of bytes",
    );
  },
});
