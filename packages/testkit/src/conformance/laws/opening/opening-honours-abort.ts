import { isCodeAgentError } from "@tinycodeagent/core";
import { always } from "../../applies.ts";
import { failsWith, holds, same, within } from "../../assertions.ts";
import { defineLaw, type Law, type LawContext } from "../../law.ts";
import { descendants } from "../../observe/processes.ts";

/** 2: a signal that aborted already. */
export const abortedBeforeOpening: Law = defineLaw({
  number: 2,
  title: "a signal that aborted before opening opens nothing",
  applies: always,
  async check(context) {
    const before = await descendants();
    const open = () => within(2_000, context.open({ signal: AbortSignal.abort() }), "opening to give up");
    await failsWith(open, "ABORTED", "opening with an aborted signal");
    const left = (await descendants()).filter(pid => !before.includes(pid));
    same(left, [], "the processes that opening left");
  },
});

/** 2: a signal that aborts on the way. */
export const abortedWhileOpening: Law = defineLaw({
  number: 2,
  title: "a signal that aborts while opening ends it and leaves nothing",
  applies: always,
  async check(context) {
    const before = await descendants();
    const wholeMs = await openingMs(context);
    for (const part of [0, 0.2, 0.5, 0.8]) await abortAfter(context, wholeMs * part);
    const left = (await descendants()).filter(pid => !before.includes(pid));
    same(left, [], "the processes that opening left");
  },
});

async function openingMs(context: LawContext): Promise<number> {
  const startedMs = performance.now();
  const session = await context.open();
  const tookMs = performance.now() - startedMs;
  await session.close();
  return tookMs;
}

async function abortAfter(context: LawContext, delayMs: number): Promise<void> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), delayMs);
  try {
    const session = await within(10_000, context.open({ signal: controller.signal }), "opening to end");
    // It was open before the signal came, and the signal does not reach an open session.
    same(
      (await session.run("1").result).status,
      "completed",
      "a cell of a session that was open before the abort",
    );
    await session.close();
  } catch (error) {
    holds(isCodeAgentError(error, "ABORTED"), "opening to fail with ABORTED", error);
  } finally {
    clearTimeout(timer);
  }
}
