import type { Session } from "@tinycodeagent/core";
import { livePython } from "../../applies.ts";
import { holds, same } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { completes, evaluate } from "../../run-cell.ts";

/** 8: leaving is not the end of the session. */
export const exitEndsTheCell: Law = defineLaw({
  number: 8,
  title: "sys.exit ends the cell with its code, keeps output and state, and the session goes on",
  applies: livePython,
  async check({ open }) {
    const session = await open();
    await completes(session, "x = 1");
    const result = await session.run("import sys\nprint('said')\nx = 2\nsys.exit(3)\nx = 3").result;
    same([result.status, "exitCode" in result && result.exitCode], ["exit", 3], "how the cell ended");
    same([result.stdout, result.state], ["said\n", "kept"], "output and state");
    same(await evaluate(session, "x"), 2, "a variable set before the exit");
    for (const [code, expected] of [
      ["sys.exit()", 0],
      ["raise SystemExit(4)", 4],
      ["exit(5)", 5],
      ["def f(): sys.exit(True)\nf()", 1],
    ] as const)
      same(await exitCodeOf(session, code), expected, `the exit code of ${code}`);
    const text = await session.run("sys.exit('a reason')").result;
    same("exitCode" in text && text.exitCode, 1, "the exit code of sys.exit with text");
    holds(text.stderr.includes("a reason"), "the text on stderr", text.stderr);
  },
});

async function exitCodeOf(session: Session, code: string): Promise<number | string> {
  const result = await session.run(code).result;
  return result.status === "exit" ? result.exitCode : result.status;
}
