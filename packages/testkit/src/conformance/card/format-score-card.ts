import { uncheckedText } from "../claims.ts";
import type { LawOutcome, ScoreCard } from "./score-card.ts";

const marks = { passed: "ok", failed: "FAILED", skipped: "skipped" } as const;

/**
 * A score card as a table for people: a line for each law, and under it what was seen or why it was
 * skipped; last, what is claimed and was not looked at.
 */
export function formatScoreCard(card: ScoreCard): string {
  const { provider, passed, failed, skipped, unchecked, ms, scale, laws } = card;
  const open = unchecked.length ? `, ${unchecked.length} claims not checked yet` : "";
  const sums = `${passed} passed, ${failed} failed, ${skipped} skipped${open}`;
  const head = `${provider}: ${sums} in ${(ms / 1000).toFixed(1)} s at scale ${scale}`;
  const claims = unchecked.map(claim => `  -  skipped             ${uncheckedText(claim)}`);
  return [head, ...laws.flatMap(lawLines), ...claims].join("\n");
}

function lawLines({ number, title, status, detail, ms }: LawOutcome): readonly string[] {
  const line = `${String(number).padStart(3)}  ${marks[status].padEnd(7)}  ${String(ms).padStart(6)} ms  ${title}`;
  return detail ? [line, `${" ".repeat(25)}${detail}`] : [line];
}
