import { all, facets, livePython } from "../../applies.ts";
import { same, within } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { completes, evaluate } from "../../run-cell.ts";
import { filesOf, textOf } from "./files-of.ts";

/** 11: files are not served by the user's interpreter. */
export const filesWorkBesideCells: Law = defineLaw({
  number: 11,
  title: "files are read and written while a cell runs, and touch none of its variables",
  applies: all(livePython, facets("files")),
  async check({ open }) {
    const session = await open();
    const files = filesOf(session);
    await completes(session, "path = content = result = data = file = 'mine'\nimport os\nopen = None");
    const names = await evaluate(session, "sorted(n for n in globals() if not n.startswith('__'))");
    const busy = session.run("import time\ntime.sleep(0.5)");
    await within(400, files.write("a.txt", "beside"), "a write beside a cell");
    same(textOf(await files.read("a.txt")), "beside", "a file read beside a cell");
    await busy.result;
    same(
      await evaluate(session, "[path, content, result, data, file]"),
      Array(5).fill("mine"),
      "the user's variables",
    );
    same(
      await evaluate(session, "sorted(n for n in globals() if not n.startswith('__') and n != 'time')"),
      names,
      "the names",
    );
  },
});
