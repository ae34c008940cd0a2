import { describe, expect, it } from "vitest";
import { defaultLimits } from "../contract/limits.ts";
import type { SessionReport } from "../contract/provider.ts";
import { timeLeft, withinTime } from "./time-left.ts";

const report: SessionReport = { unenforced: [], warnings: [], versions: {}, workdir: "/" };

describe("the time that a cell can wait", () => {
  it("has no end where none is set", () => {
    expect(timeLeft(Date.now(), defaultLimits, report)).toBeUndefined();
  });

  it.each([
    ["the cell's", 10_000, 60_000],
    ["its place's", 60_000, 10_000],
  ])("ends half a second before the earlier end, here %s", (_, wallMs, placeMs) => {
    const now = Date.now();
    const left = timeLeft(now, { ...defaultLimits, wallMs }, { ...report, endsAtMs: now + placeMs });
    expect(left).toBeGreaterThan(9_400);
    expect(left).toBeLessThanOrEqual(9_500);
  });

  it("aborts a signal when it is up, and not when it is longer than a timer can be", async () => {
    const { signal } = new AbortController();
    const [up, far] = [withinTime(signal, -1), withinTime(signal, 2 ** 31)];
    await new Promise(resolve => setTimeout(resolve, 50));
    expect([up.aborted, far.aborted]).toEqual([true, false]);
  });
});
