import { isCodeAgentError, type Policy } from "@tinycodeagent/core";
import { always } from "../../applies.ts";
import { failsWith, holds, same, within } from "../../assertions.ts";
import { defineLaw, type Law, type LawContext } from "../../law.ts";
import { hostVariable } from "../../observe/host.ts";
import { markedAfter, markVariable } from "../../observe/processes.ts";

/** 2: a signal that aborted already. */
export const abortedBeforeOpening: Law = defineLaw({
  number: 2,
  title: "a signal that aborted before opening opens nothing",
  applies: always,
  async check(context) {
    using started = marked();
    const options = { policy: started.policy, signal: AbortSignal.abort() };
    const open = () => within(2_000, context.open(options), "opening to give up");
    await failsWith(open, "ABORTED", "opening with an aborted signal");
    same(await markedAfter(started.mark, 2_000), [], "the processes that opening left");
  },
});

/** 2: a signal that aborts on the way. */
export const abortedWhileOpening: Law = defineLaw({
  number: 2,
  title: "a signal that aborts while opening ends it and leaves nothing",
  applies: always,
  async check(context) {
    using started = marked();
    const wholeMs = await openingMs(context);
    for (const part of [0, 0.2, 0.5, 0.8]) await abortAfter(context, started.policy, wholeMs * part);
    same(await markedAfter(started.mark, 2_000), [], "the processes that opening left");
  },
});

// Who inherits the host's environment bears the mark too. Sessions that others hold open bear none.
function marked(): Disposable & { readonly mark: string; readonly policy: Policy } {
  const mark = crypto.randomUUID();
  return { ...hostVariable(markVariable, mark), mark, policy: { env: { [markVariable]: mark } } };
}

async function openingMs(context: LawContext): Promise<number> {
  const startedMs = performance.now();
  const session = await context.open();
  const tookMs = performance.now() - startedMs;
  await session.close();
  return tookMs;
}

async function abortAfter(context: LawContext, policy: Policy, delayMs: number): Promise<void> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), delayMs);
  try {
    const session = await within(
      10_000,
      context.open({ policy, signal: controller.signal }),
      "opening to end",
    );
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
