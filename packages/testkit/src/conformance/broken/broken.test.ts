import { local } from "@tinycodeagent/provider-local";
import { describe, expect, it } from "vitest";
import { laws } from "../laws/all-laws.ts";
import { runLaws } from "../run-laws.ts";
import { scaleFromEnvironment } from "../scale.ts";
import type { BrokenProvider } from "./break-provider.ts";
import * as broken from "./index.ts";

const all: readonly BrokenProvider[] = Object.values(broken);
// A matrix: each broken provider against every law that one of them breaks; with a scale above 1, against all.
const broke = laws.filter(law => all.some(({ breaks }) => breaks === law));
const watched = scaleFromEnvironment() > 1 ? laws : broke;
const timeout = 300_000;

async function failuresOf(
  name: string,
  breakProvider: BrokenProvider["breakProvider"],
): Promise<readonly string[]> {
  const subject = { name, factory: () => breakProvider(local()) };
  const { laws: outcomes } = await runLaws(subject, { laws: watched, scale: 0.1 });
  return outcomes.filter(law => law.status === "failed").map(law => law.title);
}

describe("a broken provider fails its law and no other", () => {
  it("a provider that is whole fails none of them", { timeout }, async () => {
    expect(await failuresOf("local", good => good)).toEqual([]);
  });

  it.for(all)("$name", { timeout }, async ({ name, breaks, alsoBreaks = [], breakProvider }) => {
    const expected = [breaks, ...alsoBreaks.map(({ law }) => law)].map(law => law.title);
    expect([...(await failuresOf(name, breakProvider))].sort()).toEqual(expected.sort());
  });
});
