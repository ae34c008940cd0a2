import type { Usage } from "@tinycodeagent/core";

/** A count with its noun: `1 step`, `2,400 steps`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}

/** Milliseconds for people: `40 ms`, `1.2 s`, `3 min 20 s`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Bytes for people: `812 B`, `1.2 kB`. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** What was used: `812 tokens in, 64 out`. */
export function tokens({ inputTokens, outputTokens }: Usage): string {
  return `${counted(inputTokens, "token")} in, ${outputTokens.toLocaleString("en-US")} out`;
}

/** A text of at most so many characters. */
export function cut(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  return `${text.slice(0, maxChars)}… (${(text.length - maxChars).toLocaleString("en-US")} more)`;
}
