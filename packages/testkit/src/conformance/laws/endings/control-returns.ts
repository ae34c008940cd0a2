import { everydayHostile, hostileCorpus } from "../../../hostile-corpus/hostile-corpus.ts";
import type { HostileProgram } from "../../../hostile-corpus/hostile-program.ts";
import { runHostile } from "../../../hostile-corpus/run-hostile.ts";
import { all, limits, livePython } from "../../applies.ts";
import { holds, within } from "../../assertions.ts";
import { defineLaw, type Law, type LawContext } from "../../law.ts";
import { completes, summary } from "../../run-cell.ts";
import { slowTool } from "../tools/law-tools.ts";

const timeMs = 100;
/** What the ladder from interrupt to kill may take. */
const allowanceMs = 250;
/** Lateness is judged here, where there is a second chance. */
const anyMs = 5_000;

/** 22: a limit is a limit. */
export const controlReturns: Law = defineLaw({
  number: 22,
  title: "control returns within limit + 250 ms, whatever the program does",
  applies: all(livePython, limits("time")),
  proves: ["limit time"],
  timeoutMs: 100_000,
  async check(context) {
    for (const program of context.scale > 1 ? hostileCorpus : everydayHostile) await held(context, program);
    await stoppedBesideTools(context);
  },
});

// A busy machine has one more chance; a kernel that is late is late every time.
async function held(context: LawContext, program: HostileProgram): Promise<void> {
  const overMs = async () => (await runHostile(program, context.open, { slackMs: anyMs })).overMs ?? 0;
  await inTime(program.name, overMs, allowanceMs + (program.silentMs ?? 0));
}

async function inTime(name: string, overMs: () => Promise<number>, allowedMs: number): Promise<void> {
  const first = await overMs();
  const saw = first <= allowedMs ? first : await overMs();
  holds(
    saw <= allowedMs,
    `control within limit + ${allowedMs} ms of ${name}`,
    `limit + ${Math.round(saw)} ms`,
  );
}

// A call that another thread waits for does not stop the clock of the main one.
async function stoppedBesideTools(context: LawContext): Promise<void> {
  if (!context.provider.capabilities.facets.includes("tools")) return;
  const session = await context.open({ tools: [slowTool(2_000)] });
  const code = "import threading\nthreading.Thread(target=slow, daemon=True).start()\nwhile True: pass";
  await completes(session, "1");
  const overMs = async () => {
    const startedMs = performance.now();
    const result = await within(10_000, session.run(code, { limits: { timeMs } }).result, "the cell to end");
    const tookMs = performance.now() - startedMs;
    holds(result.status === "timeout", '"timeout" of a busy loop beside a tool', summary(result));
    return tookMs - timeMs;
  };
  await inTime("a busy loop beside a thread that waits for a tool", overMs, allowanceMs);
}
