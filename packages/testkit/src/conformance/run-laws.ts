import type { LawOutcome, ScoreCard } from "./card/score-card.ts";
import { uncheckedClaims } from "./claims.ts";
import type { Law } from "./law.ts";
import { laws as allLaws } from "./laws/all-laws.ts";
import type { ProviderUnderTest } from "./provider-under-test.ts";
import { runLaw } from "./run-law.ts";
import { scaleFromEnvironment } from "./scale.ts";

/** Options of {@link runLaws}. */
export interface RunLawsOptions {
  /** Default: every law. */
  readonly laws?: readonly Law[];
  /** Multiplies the sizes of soaks. Default: `TINYCODEAGENT_SCALE`, or 1. */
  readonly scale?: number;
}

/**
 * Holds a provider against the laws that there are for what it claims, one after another, and reports. A broken law is a line
 * of the card, never an error; what is claimed and checked by no law is in `unchecked`. Laws look at the clock, the memory and
 * the children of this process: run nothing else in it meanwhile.
 */
export async function runLaws(
  subject: ProviderUnderTest,
  { laws = allLaws, scale = scaleFromEnvironment() }: RunLawsOptions = {},
): Promise<ScoreCard> {
  const startedMs = performance.now();
  const outcomes: LawOutcome[] = [];
  // Laws look at clocks, memory and processes: two at once would see each other.
  for (const law of laws) outcomes.push(await runLaw(law, subject, scale));
  const { capabilities } = subject.factory();
  const count = (status: LawOutcome["status"]) => outcomes.filter(law => law.status === status).length;
  return {
    provider: subject.name,
    capabilities,
    scale,
    laws: outcomes,
    passed: count("passed"),
    failed: count("failed"),
    skipped: count("skipped"),
    unchecked: uncheckedClaims(capabilities, [...allLaws, ...laws]),
    ms: Math.round(performance.now() - startedMs),
  };
}
