import { all, limits, livePython } from "../../applies.ts";
import { holds, same } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { completes, evaluate, summary } from "../../run-cell.ts";

const mebibyte = 1024 * 1024;
const greedy = "blocks = []\nfor _ in range(32): blocks.append(bytearray(32 << 20))";

/** 22: memory is a limit too. */
export const memoryIsHeld: Law = defineLaw({
  number: 22,
  title:
    "a cell that takes more memory than its limit gets a MemoryError or is ended, and the session goes on",
  applies: all(livePython, limits("memory")),
  proves: ["limit memory"],
  async check({ open }) {
    const session = await open({ policy: { limits: { memoryBytes: 384 * mebibyte } } });
    await completes(session, "before = len(bytearray(32 << 20))");
    const result = await session.run(greedy).result;
    const isRefused = result.status === "exception" && result.exception.name === "MemoryError";
    holds(isRefused || result.status === "memory", "a gibibyte to be refused", summary(result));
    if (result.state === "kept" || result.state === "restored")
      same(await evaluate(session, "blocks = None\nbefore"), 32 * mebibyte, "a variable of before");
    same(await evaluate(session, "1 + 1"), 2, "the next cell's value");
  },
});
