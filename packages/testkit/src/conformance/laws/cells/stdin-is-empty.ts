import { python } from "../../applies.ts";
import { same, within } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { evaluate } from "../../run-cell.ts";

const code = `
import sys, os, subprocess
try:
    answer = input("name? ")
except EOFError:
    answer = "EOF"
[answer, sys.stdin.read(), sys.stdin.readline(), os.read(0, 10).decode(), subprocess.run(["cat"], capture_output=True).stdout.decode()]
`;

/** 19: nobody types. */
export const stdinIsEmpty: Law = defineLaw({
  number: 19,
  title: "reading stdin gives its end at once, to the program and to its children",
  applies: python,
  async check({ open }) {
    const session = await open();
    const saw = await within(5_000, evaluate(session, code), "a cell that reads stdin to end");
    same(saw, ["EOF", "", "", "", ""], "what was read from stdin");
    same(await evaluate(session, "1"), 1, "the next cell's value");
  },
});
