import { isCodeAgentError } from "@tinycodeagent/core";
import { all, facets, python } from "../../applies.ts";
import { holds, same, within } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { completes } from "../../run-cell.ts";
import { filesOf } from "./files-of.ts";

const plant = `
import os
os.mkdir("sub")
os.mkfifo(".gitignore")
os.mkfifo("sub/pipe.txt")
open("sub/a.txt", "w").write("alpha")
None
`;

/** 11: a file may be something else. */
export const pipesStallNothing: Law = defineLaw({
  number: 11,
  title: "a named pipe, also one called .gitignore, stalls no glob, grep, list or read",
  applies: all(python, facets("files")),
  async check({ open }) {
    const session = await open();
    const files = filesOf(session);
    await completes(session, plant);
    const { paths } = await within(5_000, files.glob("**/a.txt"), "glob beside a pipe");
    same(paths, ["sub/a.txt"], "what glob found");
    const { matches } = await within(5_000, files.grep("alpha"), "grep beside a pipe");
    same(
      matches.map(({ path }) => path),
      ["sub/a.txt"],
      "where grep found it",
    );
    await within(5_000, files.list(".", { recursive: true }), "list beside a pipe");
    const read = files.read("sub/pipe.txt").then(
      () => undefined,
      (error: unknown) => error,
    );
    const error = await within(5_000, read, "reading a pipe to be refused");
    holds(isCodeAgentError(error), "a refusal with a code", error);
  },
});
