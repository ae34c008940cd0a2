import { lineInterpreter, memoryProvider } from "@tinycodeagent/testkit";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { CodeExecutionProvider } from "../contract/provider.ts";
import { openSession } from "../session/open-session.ts";
import type { Session } from "../session/session.ts";
import { sessionRequest } from "../session/session-request.ts";
import { pooled } from "./pooled.ts";

const scale = Number(process.env.TINYCODEAGENT_SCALE ?? 1);

const kinds = ["A", "B", "C"].map(A => ({ policy: { env: { A } } }));
const operation = fc.record({
  act: fc.constantFrom("take", "take", "warm", "abort", "leave", "wait", "drain"),
  kind: fc.nat(2),
});
const world = fc.record({
  operations: fc.array(operation, { maxLength: 25 }),
  size: fc.integer({ min: 1, max: 3 }),
  maxKinds: fc.integer({ min: 1, max: 3 }),
  maxOpenings: fc.integer({ min: 1, max: 3 }),
  maxAgeMs: fc.constantFrom(1, 3, 60_000),
  checkAfterMs: fc.constantFrom(0, 60_000),
  /** What becomes of each opening, in turn. */
  fates: fc.array(fc.constantFrom("opens", "opens", "slow", "fails", "dies"), {
    minLength: 1,
    maxLength: 10,
  }),
});
type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

async function play({ operations, fates, ...options }: World): Promise<void> {
  const memory = memoryProvider(lineInterpreter);
  const live = new Set<string>();
  let opened = 0;
  let atOnce = 0;
  let most = 0;
  const provider: CodeExecutionProvider = {
    ...memory,
    async openSession({ signal: _, ...request }) {
      const fate = fates[opened++ % fates.length];
      atOnce += 1;
      most = Math.max(most, atOnce);
      if (fate === "slow") await new Promise(resolve => setTimeout(resolve, 2));
      atOnce -= 1;
      if (fate === "fails") throw new Error("full");
      const session = await memory.openSession(request);
      live.add(session.id);
      if (fate === "dies") await session.close();
      const close = async () => void live.delete(session.id);
      return { ...session, close };
    },
  };
  const pool = pooled(provider, options);
  const taken: Session[] = [];
  const handedOut: string[] = [];
  const asked: Promise<unknown>[] = [];
  const controllers: AbortController[] = [];
  for (const { act, kind } of operations) {
    const wanted = kinds[kind] ?? {};
    if (act === "take") {
      const controller = new AbortController();
      controllers.push(controller);
      const taking = openSession(pool, { ...wanted, signal: controller.signal });
      asked.push(taking.then(session => handedOut.push(session.id) && taken.push(session)).catch(() => {}));
    }
    if (act === "warm") asked.push(pool.warm(sessionRequest(wanted)).catch(() => {}));
    if (act === "abort") controllers.pop()?.abort();
    if (act === "wait") await new Promise(resolve => setTimeout(resolve, 1));
    if (act === "drain") asked.push(pool.drain());
    if (act === "leave") await taken.pop()?.close();
    expect(pool.ready).toBeLessThanOrEqual(options.size * options.maxKinds);
  }
  await pool.close();
  await Promise.all(asked);
  expect(pool.ready).toBe(0);
  // Everything has one owner: whoever took it, or the pool, which is closed.
  expect(new Set(handedOut).size).toBe(handedOut.length);
  expect([...live].sort()).toEqual(taken.map(({ id }) => id).sort());
  expect(most).toBeLessThanOrEqual(options.maxOpenings);
}

it("hands out each session once and leaves none behind, whatever is asked, aborted, dying or drained", async () => {
  await fc.assert(fc.asyncProperty(world, play), { numRuns: 150 * scale });
});
