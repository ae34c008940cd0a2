import { messageOf } from "@tinycodeagent/core";
import { LawSkipped, within } from "./assertions.ts";
import type { LawOutcome } from "./card/score-card.ts";
import type { Law } from "./law.ts";
import { lawContext } from "./law-context.ts";
import type { ProviderUnderTest } from "./provider-under-test.ts";

const defaultTimeoutMs = 20_000;

/** Checks one law. Never rejects: what was seen is in the outcome. */
export async function runLaw(law: Law, subject: ProviderUnderTest, scale: number): Promise<LawOutcome> {
  const startedMs = performance.now();
  const outcome = await checkLaw(law, subject, scale).catch((error: unknown) => failed(error));
  const { number, title } = law;
  return { number, title, ...outcome, ms: Math.round(performance.now() - startedMs) };
}

type Verdict = Pick<LawOutcome, "status" | "detail">;

async function checkLaw(law: Law, subject: ProviderUnderTest, scale: number): Promise<Verdict> {
  const context = lawContext(subject, scale);
  const answer = law.applies(context.provider.capabilities);
  if (answer !== true) return { status: "skipped", detail: answer };
  let verdict: Verdict = { status: "passed", detail: "" };
  try {
    const timeoutMs = (law.timeoutMs ?? defaultTimeoutMs) * Math.max(scale, 1);
    await within(timeoutMs, law.check(context), "the law to be checked");
  } catch (error) {
    verdict = error instanceof LawSkipped ? { status: "skipped", detail: error.message } : failed(error);
  }
  const ending = await context.finish().then(() => undefined, failed);
  // What broke first says more than that closing failed too.
  return verdict.status === "passed" ? (ending ?? verdict) : verdict;
}

function failed(error: unknown): Verdict {
  return { status: "failed", detail: messageOf(error) };
}
