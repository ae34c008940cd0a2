import { openSession } from "@tinycodeagent/core";
import { local } from "@tinycodeagent/provider-local";
import type { Benchmark } from "../benchmark.ts";
import { familyOf, megabytesOf } from "../measure/memory.ts";
import { scaled } from "../measure/scale.ts";

type OpenSession = Awaited<ReturnType<typeof openOne>>;

const sessionsAtOnce = 8;
const allowedMegabytes = 9;

/** What a session that waits for its next cell holds. */
export const idleSessions: Benchmark = {
  name: `an idle session, of ${scaled(200)} open ones, shadows on`,
  comparedWith: "–",
  reach: `≤ ${allowedMegabytes} MB, all answering`,
  async measure() {
    const others = await familyOf(process.pid);
    await using sessions = new AsyncDisposableStack();
    const opened = await openMany(scaled(200), sessions);
    // Shadows are taken in idle time.
    await new Promise(resolve => setTimeout(resolve, 500));
    const family = await familyOf(process.pid);
    const all = await megabytesOf(family.filter(pid => !others.includes(pid)));
    if (all === undefined) return { skipped: "this machine does not tell the memory of these processes" };
    const answers = await Promise.all(opened.map(answerOf));
    const answering = answers.filter((answer, index) => answer === index).length;
    const ours = all / opened.length;
    const isReached = ours <= allowedMegabytes && answering === opened.length;
    return { unit: "MB", ours, isReached, details: `${answering} answer` };
  },
};

async function openMany(count: number, sessions: AsyncDisposableStack): Promise<readonly OpenSession[]> {
  const opened: OpenSession[] = [];
  for (let first = 0; first < count; first += sessionsAtOnce) {
    const size = Math.min(sessionsAtOnce, count - first);
    const batch = await Promise.all(Array.from({ length: size }, (_, index) => openOne(first + index)));
    for (const session of batch) opened.push(sessions.use(session));
  }
  return opened;
}

async function openOne(index: number) {
  const session = await openSession(local());
  await session.run(`x = ${index}`).result;
  return session;
}

async function answerOf(session: OpenSession): Promise<unknown> {
  const result = await session.run("x").result;
  return result.status === "completed" && result.value;
}
