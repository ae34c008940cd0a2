import type { Session } from "@tinycodeagent/core";
import { all, limits, livePython } from "../../applies.ts";
import { holds, within } from "../../assertions.ts";
import { defineLaw, type Law, type LawContext } from "../../law.ts";
import { completes, summary } from "../../run-cell.ts";
import { slowTool } from "../tools/law-tools.ts";
import { type HostileProgram, hostilePrograms } from "./hostile-programs.ts";

const timeMs = 100;
/** What the ladder from interrupt to kill may take. */
const allowanceMs = 250;

/** 22: a limit is a limit. */
export const controlReturns: Law = defineLaw({
  number: 22,
  title: "control returns within limit + 250 ms, whatever the program does",
  applies: all(livePython, limits("time")),
  proves: ["limit time"],
  timeoutMs: 60_000,
  async check(context) {
    const session = await context.open({ policy: { limits: { outputBytes: 64 * 1024 } } });
    await completes(session, "1");
    for (const program of hostilePrograms) await stopped(session, program);
    await stoppedBesideTools(context);
  },
});

async function stopped(session: Session, program: HostileProgram): Promise<void> {
  // A busy machine has one more chance; a kernel that is late is late every time.
  const first = await timed(session, program);
  const tookMs = first <= timeMs + allowanceMs ? first : await timed(session, program);
  holds(
    tookMs <= timeMs + allowanceMs,
    `control within ${timeMs + allowanceMs} ms of ${program.name}`,
    `${Math.round(tookMs)} ms`,
  );
}

async function timed(session: Session, { name, code }: HostileProgram): Promise<number> {
  const startedMs = performance.now();
  const result = await within(10_000, session.run(code, { limits: { timeMs } }).result, `${name} to end`);
  const tookMs = performance.now() - startedMs;
  holds(result.status === "timeout", `"timeout" of ${name}`, summary(result));
  await completes(session, "1");
  return tookMs;
}

// A call that another thread waits for does not stop the clock of the main one.
async function stoppedBesideTools(context: LawContext): Promise<void> {
  if (!context.provider.capabilities.facets.includes("tools")) return;
  const session = await context.open({ tools: [slowTool(2_000)] });
  const code = "import threading\nthreading.Thread(target=slow, daemon=True).start()\nwhile True: pass";
  await completes(session, "1");
  await stopped(session, { name: "a busy loop beside a thread that waits for a tool", code });
}
