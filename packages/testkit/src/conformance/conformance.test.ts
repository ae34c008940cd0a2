import type { Capabilities } from "@tinycodeagent/core";
import { expect, it } from "vitest";
import { lineInterpreter, memoryProvider } from "../memory-provider/index.ts";
import { always, python } from "./applies.ts";
import { holds, LawSkipped, same } from "./assertions.ts";
import { formatScoreCard } from "./card/format-score-card.ts";
import { claimsOf, uncheckedClaims } from "./claims.ts";
import { describeProvider } from "./describe-provider.ts";
import { defineLaw, type Law } from "./law.ts";
import { laws } from "./laws/all-laws.ts";
import { runLaws } from "./run-laws.ts";

const subject = { name: "memory", factory: () => memoryProvider(lineInterpreter) };
const law = (title: string, check: Law["check"], rest: Partial<Law> = {}): Law =>
  defineLaw({ number: 1, title, applies: always, check, ...rest });

const holding = law("a session answers", async ({ open }) => {
  const result = await (await open()).run("set x 5\nget x").result;
  same("value" in result && result.value, 5, "the value");
});
const broken = law("a session answers otherwise", async ({ open }) => {
  const { status } = await (await open()).run("raise no").result;
  same(status, "completed", "the status");
});
const lacking = law("something is there", async () => {
  throw new LawSkipped("this machine has none");
});
const unclaimed = law("it has files", async () => {}, { applies: () => "it does not claim files" });

it("reports every law: what was seen when it broke, and why it was skipped", async () => {
  const card = await runLaws(subject, { laws: [holding, broken, lacking, unclaimed], scale: 1 });
  expect([card.passed, card.failed, card.skipped]).toEqual([1, 1, 2]);
  expect(card.laws.map(({ status, detail }) => [status, detail])).toEqual([
    ["passed", ""],
    ["failed", 'Expected the status to be "completed", saw "exception".'],
    ["skipped", "this machine has none"],
    ["skipped", "it does not claim files"],
  ]);
  expect(JSON.parse(JSON.stringify(card))).toEqual(card);
});

it("prints a score card with a line for each law and what was seen under it", async () => {
  const card = await runLaws(subject, { laws: [holding, unclaimed], scale: 1 });
  const lines = formatScoreCard(card)
    .replaceAll(/ +[\d.]+ (ms|s)\b/g, " N $1")
    .split("\n");
  expect(lines).toEqual([
    "memory: 1 passed, 0 failed, 1 skipped in N s at scale 1",
    "  1  ok N ms  a session answers",
    "  1  skipped N ms  it has files",
    "                         it does not claim files",
  ]);
});

it("fails a law that does not end, and closes what it had opened", async () => {
  const provider = memoryProvider(lineInterpreter);
  const endless = law("it ends", async ({ open }) => void (await (await open()).run("wait").result), {
    timeoutMs: 50,
  });
  const card = await runLaws({ name: "memory", factory: () => provider }, { laws: [endless], scale: 1 });
  expect(card.laws[0]?.detail).toBe("Expected the law to be checked within 50 ms, saw no end.");
  const [session] = provider.sessions;
  const cell = session?.execute({ code: "get x" }, {} as never)[Symbol.asyncIterator]();
  await expect(cell?.next()).rejects.toMatchObject({ code: "SESSION_CLOSED" });
});

it("defines a test for each law that is claimed and a named skip for each that is not, in any runner", async () => {
  const tests = new Map<string, (test: object) => Promise<void>>();
  const skips: string[] = [];
  describeProvider({
    ...subject,
    laws: [holding, broken, lacking, unclaimed],
    runner: {
      describe: (_, define) => define(),
      it: (name, test) => void tests.set(name, test),
      skip: name => void skips.push(name),
    },
  });
  expect(skips).toEqual(["1: it has files (skipped: it does not claim files)"]);
  await tests.get("1: a session answers")?.({});
  await expect(tests.get("1: a session answers otherwise")?.({})).rejects.toThrow("saw");
  const reasons: string[] = [];
  await tests.get("1: something is there")?.({ skip: (reason: string) => reasons.push(reason) });
  expect([...tests.keys(), ...reasons].at(-1)).toBe("this machine has none");
});

const liar: Capabilities = {
  isolation: "vm",
  languages: ["python", "bash"],
  facets: ["tools", "reattach"],
  network: ["none", "allowlist", "all"],
  fileRules: ["readable", "writable", "protect", "hide"],
  enforces: ["time", "memory", "cpu", "processes", "disk", "output"],
  workspace: ["bind", "copy"],
  packages: ["python", "apt"],
  state: "live",
};
const nothingIsKnownOf = [
  "isolation vm",
  "facet reattach",
  ...["network none", "network allowlist", "network all"],
  ...["file rule readable", "file rule writable", "file rule protect", "file rule hide"],
  ...["limit cpu", "limit processes", "limit disk"],
  "workspace copy",
  ...["packages python", "packages apt"],
] as const;

it("names what a manifest claims and no law checks, on the card, in its print and as skipped tests", async () => {
  const factory = () => ({ ...memoryProvider(lineInterpreter), capabilities: liar });
  const card = await runLaws({ name: "liar", factory }, { laws: [], scale: 1 });
  expect(card.unchecked).toEqual(nothingIsKnownOf);
  const lines = formatScoreCard(card).split("\n");
  expect(lines[0]).toContain("0 skipped, 15 claims not checked yet in");
  expect(lines[3]).toBe("  -  skipped             claimed, not checked yet: network none");
  const skips: string[] = [];
  const runner = { describe: (_: string, define: () => void) => define(), it() {} };
  describeProvider({
    name: "liar",
    factory,
    laws: [],
    runner: { ...runner, skip: name => void skips.push(name) },
  });
  expect(skips).toEqual(nothingIsKnownOf.map(claim => `claimed, not checked yet: ${claim}`));
});

it("takes a claim for checked only when a law that applies proves it", () => {
  const { capabilities } = memoryProvider(lineInterpreter);
  expect(uncheckedClaims(capabilities, laws)).toEqual([]);
  expect(uncheckedClaims(capabilities, [])).toEqual(claimsOf(capabilities));
  const proving = law("it is a virtual machine", async () => {}, { proves: ["isolation vm"] });
  expect(uncheckedClaims(liar, [...laws, proving])).toEqual(nothingIsKnownOf.slice(1));
  const elsewhere = { ...proving, applies: () => "it does not claim it" };
  expect(uncheckedClaims(liar, [...laws, elsewhere])).toEqual(nothingIsKnownOf);
});

it("skips what a manifest does not claim: a provider without Python is held against no law about Python", () => {
  const { capabilities } = memoryProvider(lineInterpreter);
  const other = { ...capabilities, languages: ["bash"] as const, facets: [] };
  const applying = laws.filter(({ applies }) => applies(other) === true).map(({ number }) => number);
  expect(applying).toEqual([1, 2, 2, 6, 8, 26, 26]);
  holds(python(capabilities) === true, "Python", capabilities);
});

it("has laws with different titles, in the order of their numbers", () => {
  expect(new Set(laws.map(({ title }) => title)).size).toBe(laws.length);
  const numbers = laws.map(({ number }) => number);
  expect(numbers).toEqual([...numbers].sort((one, other) => one - other));
});
