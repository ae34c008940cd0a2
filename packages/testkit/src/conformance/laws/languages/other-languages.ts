import { all, limits } from "../../applies.ts";
import { holds, LawSkipped, same, within } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { summary } from "../../run-cell.ts";
import { eachLanguage, isKept, otherLanguages, runIn, valueIn } from "./programs.ts";

const timeMs = 300;
/** What the ladder from interrupt to kill may take. */
const allowanceMs = 250;

/** 6: every language that is claimed is a live one. */
export const languagesKeepState: Law = defineLaw({
  number: 6,
  title: "in every other language state persists beside Python's, and output and values are told",
  applies: otherLanguages,
  proves: ["language javascript", "language bash"],
  async check(context) {
    await eachLanguage(context, async (session, programs) => {
      const { language, keep, print } = programs;
      await valueIn(session, language, keep);
      if (session.capabilities.languages.includes("python")) await valueIn(session, "python", "kept = 1");
      await isKept(session, programs);
      const { stdout, stderr } = await runIn(session, language, print);
      same([stdout, stderr], ["out\n", "err\n"], `the output of a ${language} cell`);
    });
  },
});

/** 7: in JavaScript too, a failure is data. */
export const javascriptExceptions: Law = defineLaw({
  number: 7,
  title: "an exception in JavaScript has its name, its message and the user's lines",
  applies: ({ languages }) => languages.includes("javascript") || "it does not claim the language javascript",
  async check({ open }) {
    const session = await open();
    if (!session.capabilities.languages.includes("javascript"))
      throw new LawSkipped("no JavaScript is there");
    const code = "function fail() {\n  throw new RangeError('too far')\n}\nfail()";
    const result = await runIn(session, "javascript", code);
    holds(result.status === "exception", "an exception", summary(result));
    const { name, message, traceback } = result.exception;
    same([name, message, result.state], ["RangeError", "too far", "kept"], "name, message and state");
    holds(traceback.includes("fail") && traceback.includes(":2"), "the line that failed", traceback);
  },
});

/** 8: leaving a language is not the end of its interpreter. */
export const languagesExit: Law = defineLaw({
  number: 8,
  title: "in every other language an exit ends the cell with its code, and the next cell runs",
  applies: otherLanguages,
  async check(context) {
    await eachLanguage(context, async (session, programs) => {
      const { language, keep, exit } = programs;
      await valueIn(session, language, keep);
      const result = await runIn(session, language, exit);
      holds(result.status === "exit" && result.exitCode === 3, "an exit with code 3", summary(result));
      if (result.state === "kept") await isKept(session, programs);
      await valueIn(session, language, keep);
    });
  },
});

/** 22: a limit is a limit in every language. */
export const languagesEndInTime: Law = defineLaw({
  number: 22,
  title: "in every other language control returns within limit + 250 ms, and the state is as it is said",
  applies: all(otherLanguages, limits("time")),
  async check(context) {
    await eachLanguage(context, async (session, programs) => {
      const { language, keep, endless } = programs;
      for (const code of endless) {
        await valueIn(session, language, keep);
        const startedMs = performance.now();
        const running = runIn(session, language, code, { limits: { timeMs } });
        const result = await within(10_000, running, `${language} code to end`);
        const tookMs = Math.round(performance.now() - startedMs);
        holds(result.status === "timeout", `"timeout" of ${code}`, summary(result));
        holds(tookMs <= timeMs + allowanceMs, `control within ${timeMs + allowanceMs} ms`, `${tookMs} ms`);
        if (result.state === "kept") await isKept(session, programs);
      }
    });
  },
});
