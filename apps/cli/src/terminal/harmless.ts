const hidden = /[\p{Cc}\p{Bidi_Control}]/gu;

/**
 * Text from a model or a sandbox, fit for a terminal: what could move the cursor, change the title, answer a query or turn
 * the reading direction is shown instead of done. Line ends and tabs stay.
 */
export function harmless(text: string): string {
  return text.replaceAll("\r\n", "\n").replace(hidden, visible);
}

function visible(character: string): string {
  if (character === "\n" || character === "\t") return character;
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return "␡";
  return code < 0x100 ? `\\x${code.toString(16)}` : `\\u${code.toString(16).padStart(4, "0")}`;
}
