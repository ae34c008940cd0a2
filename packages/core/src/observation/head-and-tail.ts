import { charactersPerToken, estimateTokens } from "./estimate-tokens.ts";

/** How much of a text the model is shown. */
export interface TextLimits {
  /** Tokens at most, by {@link estimateTokens}. */
  readonly maxTokens: number;
  /** Lines at most. */
  readonly maxLines: number;
}

/**
 * A text, or its first and last part with a line between them that says how much is missing. Both ends are kept: what
 * went wrong is mostly at the end.
 */
export function headAndTail(text: string, limits: TextLimits): string {
  const lines = text.split("\n");
  const fits = estimateTokens(text) <= limits.maxTokens && lines.length <= limits.maxLines;
  if (fits) return text;
  const lineCount = Math.max(1, Math.floor(limits.maxLines / 2));
  const characters = Math.max(1, Math.floor((limits.maxTokens * charactersPerToken) / 2));
  const byLines = lines.length > 2 * lineCount;
  const head = headOf(byLines ? lines.slice(0, lineCount).join("\n") : text, characters);
  const tail = tailOf(byLines ? lines.slice(-lineCount).join("\n") : text, characters);
  if (head.length + tail.length >= text.length) return text;
  const missing = text.slice(head.length, text.length - tail.length);
  return `${head}\n${notice(missing)}\n${tail}`;
}

function notice(missing: string): string {
  const whole = missing.replace(/^\n|\n$/g, "");
  const lines = whole.split("\n").length;
  const size = lines > 1 ? `${lines} lines, ${whole.length} characters` : `${whole.length} characters`;
  return `[… ${size} left out …]`;
}

// A surrogate pair is one character: it is never cut in two.
function headOf(text: string, characters: number): string {
  const head = text.slice(0, characters);
  return head.length < text.length && isHighSurrogate(head.at(-1)) ? head.slice(0, -1) : head;
}

function tailOf(text: string, characters: number): string {
  const tail = text.slice(-characters);
  return tail.length < text.length && isLowSurrogate(tail[0]) ? tail.slice(1) : tail;
}

function isHighSurrogate(unit: string | undefined): boolean {
  return unit !== undefined && unit >= "\uD800" && unit <= "\uDBFF";
}

function isLowSurrogate(unit: string | undefined): boolean {
  return unit !== undefined && unit >= "\uDC00" && unit <= "\uDFFF";
}
