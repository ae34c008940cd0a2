import { all, facets, livePython } from "../../applies.ts";
import { holds, same, within } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { completes, evaluate } from "../../run-cell.ts";
import { echoTool } from "../tools/law-tools.ts";

const deep = `
import sys
sys.setrecursionlimit(100_000)
deep = []
for _ in range(9_000): deep = [deep]
`;
const call = `
try: answer = type(echo(deep)).__name__
except BaseException as error: answer = type(error).__name__
answer
`;

/** 21: data as deep as a program likes. */
export const deepDataIsHarmless: Law = defineLaw({
  number: 21,
  title: "data nested 9,000 deep, as a tool's input, a value or a display, hurts neither host nor session",
  applies: all(livePython, facets("tools")),
  async check({ open }) {
    // A secret makes the host walk through all that leaves the session.
    const session = await open({ tools: [echoTool], policy: { secrets: { TOKEN: "deep-data-canary" } } });
    await completes(session, deep);
    const answer = await within(10_000, evaluate(session, call), "the call to be answered");
    holds(typeof answer === "string", "an answer or an error", answer);
    for (const code of ["deep", "display(deep)", "raise ValueError(deep)"]) {
      const { status } = await within(10_000, session.run(code).result, `${code} to end`);
      holds(["completed", "exception"].includes(status), `${code} to complete or to raise`, status);
    }
    same(await evaluate(session, "echo(1)"), 1, "a call afterwards");
  },
});
