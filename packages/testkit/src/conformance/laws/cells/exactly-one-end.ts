import type { ProviderSession } from "@tinycodeagent/core";
import { limits, python } from "../../applies.ts";
import { same } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { eventsOf, type RawCellOptions } from "../../raw-cell.ts";

const cells: readonly string[] = [
  "",
  "1",
  "print('x')",
  "raise ValueError('x')",
  "this is no Python",
  "import sys; sys.exit(3)",
  "# only a comment",
];

/** 3: however a cell ends, it says so once, and then nothing. */
export const exactlyOneEnd: Law = defineLaw({
  number: 3,
  title: "every cell reports exactly one end, and it is the last event",
  applies: python,
  proves: ["language python"],
  async check({ openRaw, provider }) {
    const session = await openRaw();
    for (const code of cells) await checkEnds(session, code);
    await checkEnds(session, "while True: pass", { signal: AbortSignal.timeout(50) });
    await checkEnds(session, "while True: print('x')", { signal: AbortSignal.timeout(50) });
    if (limits("time")(provider.capabilities) !== true) return;
    await checkEnds(session, "while True: pass", { limits: { timeMs: 50 } });
  },
});

async function checkEnds(
  session: ProviderSession,
  code: string,
  options: RawCellOptions = {},
): Promise<void> {
  const types = (await eventsOf(session, code, options)).map(event => event.type);
  same(types.filter(type => type === "end").length, 1, `the number of ends of ${JSON.stringify(code)}`);
  same(types.at(-1), "end", `the last event of ${JSON.stringify(code)}`);
}
