import { type ExecutionEvent, openSession } from "@tinycodeagent/core";
import { python } from "../../applies.ts";
import { same } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { providerOf } from "../../provider-of.ts";

/** 26: what a later version of the contract may say is no error today. */
export const unknownEventsAreSkipped: Law = defineLaw({
  number: 26,
  title: "events and members of a later contract are skipped, never an error",
  applies: python,
  async check({ openRaw }) {
    const raw = await openRaw();
    const provider = providerOf(raw, (cell, context) => withMore(raw.execute(cell, context)));
    await using session = await openSession(provider);
    const result = await session.run("print('seen')\n40 + 2").result;
    const { status, stdout } = result;
    same([status, stdout, "value" in result && result.value], ["completed", "seen\n", 42], "the result");
    same((await session.run("raise ValueError('x')").result).status, "exception", "the second result");
  },
});

async function* withMore(events: AsyncIterable<ExecutionEvent>): AsyncGenerator<ExecutionEvent> {
  yield { type: "of the future", text: 1 } as unknown as ExecutionEvent;
  for await (const event of events) {
    yield { ...event, ...{ ofTheFuture: true } };
    if (event.type !== "end") yield { type: "toString" } as unknown as ExecutionEvent;
  }
}
