import fc from "fast-check";
import { expect, it } from "vitest";
import { estimateTokens } from "./estimate-tokens.ts";
import { headAndTail } from "./head-and-tail.ts";

const lines = (count: number) => Array.from({ length: count }, (_, index) => `${index + 1}`).join("\n");

it("leaves a text alone that fits", () => {
  expect(headAndTail(lines(10), { maxTokens: 100, maxLines: 10 })).toBe(lines(10));
});

it("keeps the first and the last lines, and says how much is missing", () => {
  expect(headAndTail(lines(10), { maxTokens: 100, maxLines: 4 })).toBe(
    "1\n2\n[… 6 lines, 11 characters left out …]\n9\n10",
  );
});

it("keeps both ends of one long line", () => {
  expect(headAndTail(`a${"-".repeat(100)}z`, { maxTokens: 2, maxLines: 4 })).toBe(
    "a---\n[… 94 characters left out …]\n---z",
  );
});

it("does not cut a character of two units in half, at either end", () => {
  const cut = headAndTail(`aaa😀${"-".repeat(50)}😀zzz`, { maxTokens: 2, maxLines: 4 });
  expect(cut).toBe("aaa\n[… 54 characters left out …]\nzzz");
});

it("is bounded, keeps whole characters, and begins and ends as the text does", () => {
  const text = fc
    .array(fc.constantFrom("a", "\n", "😀", "é"), { maxLength: 400 })
    .map(parts => parts.join(""));
  const limits = fc.record({
    maxTokens: fc.integer({ min: 2, max: 50 }),
    maxLines: fc.integer({ min: 2, max: 30 }),
  });
  fc.assert(
    fc.property(text, limits, (whole, bounds) => {
      const cut = headAndTail(whole, bounds);
      expect(cut.isWellFormed()).toBe(true);
      if (cut === whole) return;
      const [head = "", tail = ""] = cut.split(/\n\[… .+ left out …\]\n/);
      expect([whole.startsWith(head), whole.endsWith(tail)]).toEqual([true, true]);
      expect(estimateTokens(head) + estimateTokens(tail)).toBeLessThanOrEqual(bounds.maxTokens + 1);
      expect(head.split("\n").length + tail.split("\n").length).toBeLessThanOrEqual(bounds.maxLines + 1);
    }),
  );
});
