import { describe, expect, it } from "vitest";
import type { Decider } from "./ask-decider.ts";
import { decide, maxModifications } from "./decide.ts";
import { allow, ask, deny, modify, replace } from "./decision.ts";

type Answer = unknown | ((input: string) => unknown);

function run(answers: readonly Answer[], options: { timeoutMs?: number; signal?: AbortSignal } = {}) {
  const seen: string[][] = answers.map(() => []);
  const deciders = answers.map(
    (answer, index): Decider<string> => ({
      hook: `hook${index}`,
      timeoutMs: options.timeoutMs,
      decide(input) {
        seen[index]?.push(input);
        return typeof answer === "function" ? answer(input) : answer;
      },
    }),
  );
  const ruling = decide({
    deciders,
    input: "a",
    context: { runId: "run", step: 1, signal: options.signal ?? new AbortController().signal },
    validate: async input => (input.includes("!") ? { ok: false, message: "no !" } : { ok: true }),
  });
  return { ruling, seen };
}

const question = ask("May it?");

describe("the strongest word holds, wherever it stands", () => {
  const words = [allow(), modify("b"), replace(1), question, deny("No.")];
  const kinds = ["allow", "allow", "replace", "ask", "deny"];
  const pairs = words.flatMap((_, left) => words.map((_, right) => [left, right] as const));

  it.each(pairs)("%i beside %i", async (left, right) => {
    const { ruling } = run([words[left], words[right]]);
    expect((await ruling).kind).toBe(kinds[Math.max(left, right)]);
  });
});

it("takes nothing for allow", async () => {
  expect(await run([undefined]).ruling).toEqual({ kind: "allow", input: "a" });
});

it("asks every decider although one has denied, and keeps every reason once", async () => {
  const { ruling, seen } = run([deny("One."), allow(), deny("Two."), deny("One.")]);
  expect(await ruling).toEqual({ kind: "deny", reason: "One. Two." });
  expect(seen).toEqual([["a"], ["a"], ["a"], ["a"]]);
});

describe("what is not a decision denies", () => {
  it.each([
    [
      "a decider that throws",
      () => {
        throw new Error("boom");
      },
      'The hook "hook0" failed: boom.',
    ],
    ["a decider that rejects", () => Promise.reject(new Error("boom")), 'The hook "hook0" failed: boom.'],
    ["true", true, "expected an object, got true"],
    ["null", null, "expected an object, got null"],
    ["an unknown word", { decision: "permit" }, 'got "permit"'],
    ["a word of every object", { decision: "constructor" }, 'got "constructor"'],
    ["deny without a reason", { decision: "deny" }, '"reason" is not a string'],
    ["ask without a question", { decision: "ask" }, '"question" is not a string'],
    ["replace by no JSON", { decision: "replace", result: new Map() }, '"result" is not JSON'],
    ["modify without an input", { decision: "modify" }, 'it has no "input"'],
  ])("%s", async (_, answer, reason) => {
    const { ruling } = run([answer, allow()]);
    expect(await ruling).toMatchObject({ kind: "deny", reason: expect.stringContaining(reason) });
  });

  it("one that takes too long, whose signal aborts", async () => {
    const { ruling } = run([() => new Promise(() => {})], { timeoutMs: 10 });
    expect(await ruling).toEqual({
      kind: "deny",
      reason: 'The hook "hook0" failed: it took longer than 10 ms.',
    });
  });
});

describe("a modified input", () => {
  it("is seen by all other deciders, also those before, and not by its author again", async () => {
    const { ruling, seen } = run([allow(), (input: string) => modify(`${input}b`), allow()]);
    expect(await ruling).toEqual({ kind: "allow", input: "ab" });
    expect(seen).toEqual([["a", "ab"], ["a"], ["ab"]]);
  });

  it("is denied by a decider that allowed the one before", async () => {
    const { ruling } = run([(input: string) => (input === "a" ? allow() : deny("Not that.")), modify("b")]);
    expect(await ruling).toEqual({ kind: "deny", reason: "Not that." });
  });

  it("does not undo a denial of the input before it", async () => {
    const { ruling } = run([(input: string) => (input === "a" ? deny("No a.") : allow()), modify("b")]);
    expect(await ruling).toEqual({ kind: "deny", reason: "No a." });
  });

  it("is denied when it is not valid", async () => {
    const { ruling } = run([modify("b!")]);
    expect(await ruling).toEqual({
      kind: "deny",
      reason: 'The hook "hook0" changed the input, but the new one is not valid: no !.',
    });
  });

  it("ends in a denial when two deciders undo each other for ever", async () => {
    const { ruling, seen } = run([
      (input: string) => modify(`${input}x`),
      (input: string) => modify(`${input}y`),
    ]);
    expect(await ruling).toMatchObject({
      kind: "deny",
      reason: expect.stringContaining("changed it 10 times"),
    });
    expect(seen.flat().length).toBe(maxModifications + 1);
  });

  it("is what an approval is asked for, and what runs after it", async () => {
    const { ruling } = run([question, modify("b")]);
    expect(await ruling).toEqual({
      kind: "ask",
      input: "b",
      questions: [{ hook: "hook0", question: "May it?" }],
      approved: { kind: "allow", input: "b" },
    });
  });
});

it("keeps a replacement for after the approval", async () => {
  expect(await run([replace(7), question]).ruling).toMatchObject({
    kind: "ask",
    approved: { kind: "replace", result: 7 },
  });
});

it("rejects with the reason when the run is aborted meanwhile", async () => {
  const controller = new AbortController();
  const { ruling } = run([() => new Promise(() => {})], { signal: controller.signal });
  controller.abort(new Error("stop"));
  await expect(ruling).rejects.toThrow("stop");
});
