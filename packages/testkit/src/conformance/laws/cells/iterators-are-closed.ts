import { type ExecutionEvent, openSession } from "@tinycodeagent/core";
import { python } from "../../applies.ts";
import { same } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { providerOf } from "../../provider-of.ts";

/** 3: what a provider does last must be done. */
export const iteratorsAreClosed: Law = defineLaw({
  number: 3,
  title: "core closes a cell's iterator once its end was seen, so that a provider can clean up after it",
  applies: python,
  async check({ openRaw }) {
    const raw = await openRaw();
    let cleaned = 0;
    async function* counted(events: AsyncIterable<ExecutionEvent>): AsyncGenerator<ExecutionEvent> {
      try {
        yield* events;
      } finally {
        cleaned++;
      }
    }
    const provider = providerOf(raw, (cell, context) => counted(raw.execute(cell, context)));
    await using session = await openSession(provider);
    for (const code of ["1", "raise ValueError", "import sys; sys.exit()"]) await session.run(code).result;
    for await (const event of session.run("print('x')\nwhile True: pass")) if (event.type === "stdout") break;
    await new Promise(resolve => setTimeout(resolve, 500));
    same(cleaned, 4, "the number of closed iterators of 4 cells");
  },
});
