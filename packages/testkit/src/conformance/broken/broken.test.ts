import { local } from "@tinycodeagent/provider-local";
import { describe, expect, it } from "vitest";
import { laws } from "../laws/all-laws.ts";
import { runLaws } from "../run-laws.ts";
import type { BrokenProvider } from "./break-provider.ts";
import * as broken from "./index.ts";

// Laws that only watch time and memory would make this slow, and no provider here breaks them.
const slow = [16, 18, 20, 22, 25, 27];
const all: readonly BrokenProvider[] = Object.values(broken);
const watched = laws.filter(law => !slow.includes(law.number));
const titlesOf = (found: readonly { readonly title: string }[]) => found.map(law => law.title).sort();

describe.concurrent("a broken provider fails its law and no other", () => {
  it("and the provider that is broken keeps those laws itself", { timeout: 120_000 }, async () => {
    const card = await runLaws({ name: "local", factory: () => local() }, { laws: watched, scale: 0.1 });
    expect(card.laws.filter(law => law.status === "failed")).toEqual([]);
  });

  for (const { name, breaks, alsoBreaks = [], breakProvider } of all) {
    it(name, { timeout: 120_000 }, async () => {
      const factory = () => breakProvider(local());
      const card = await runLaws({ name, factory }, { laws: watched, scale: 0.1 });
      const failed = card.laws.filter(law => law.status === "failed");
      expect(titlesOf(failed)).toEqual(titlesOf([breaks, ...alsoBreaks.map(({ law }) => law)]));
    });
  }
});
