import { local } from "@tinycodeagent/provider-local";
import { describe, expect, it } from "vitest";
import type { Law } from "../law.ts";
import { laws } from "../laws/all-laws.ts";
import { runLaws } from "../run-laws.ts";
import { scaleFromEnvironment } from "../scale.ts";
import type { BrokenProvider } from "./break-provider.ts";
import * as broken from "./index.ts";

type Breaking = Pick<BrokenProvider, "name" | "breakProvider">;

const all: readonly BrokenProvider[] = Object.values(broken);
const isWhole = scaleFromEnvironment() > 1;
// Quick ones of different rooms, to show that a broken provider still keeps others.
const sample = [broken.exitIsZero, broken.readsText, broken.claimsTooMuch].map(({ breaks }) => breaks);
const timeout = 300_000;

/** With a scale above 1 every law; else its own, those that break with it, and a sample. */
function watched({ breaks, alsoBreaks = [] }: BrokenProvider): readonly Law[] {
  const near = new Set([breaks, ...alsoBreaks.map(({ law }) => law), ...sample]);
  return isWhole ? laws : laws.filter(law => near.has(law));
}

async function failuresOf(
  { name, breakProvider }: Breaking,
  against: readonly Law[],
): Promise<readonly string[]> {
  const subject = { name, factory: () => breakProvider(local()) };
  const card = await runLaws(subject, { laws: against, scale: 0.1 });
  return card.laws.filter(law => law.status === "failed").map(law => law.title);
}

// One after another: laws look at the clock, the memory and the children of this process.
describe("a broken provider fails its law and no other", () => {
  it("a provider that is whole fails none of them", { timeout }, async () => {
    const whole: Breaking = { name: "local", breakProvider: good => good };
    const broke = laws.filter(law => all.some(({ breaks }) => breaks === law));
    expect(await failuresOf(whole, isWhole ? laws : broke)).toEqual([]);
  });

  it.for(all)("$name", { timeout }, async provider => {
    const { breaks, alsoBreaks = [] } = provider;
    const expected = [breaks, ...alsoBreaks.map(({ law }) => law)].map(law => law.title);
    expect([...(await failuresOf(provider, watched(provider)))].sort()).toEqual(expected.sort());
  });
});
