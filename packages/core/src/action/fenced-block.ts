/** The first Python block of a text. */
export interface FencedBlock {
  /** Where the opening fence begins. */
  readonly start: number;
  readonly code: string;
  /** Where the block ends: what stands behind it was invented before the code ran. */
  readonly end: number;
  /** Whether the closing fence is there. */
  readonly isClosed: boolean;
}

const opening = /^[ \t]*(`{3,64})[ \t]*(?:python|py)[ \t]*\r?$/im;

/** Finds the first block that is opened by "```python" or "```py" on a line of its own. */
export function findFencedBlock(text: string): FencedBlock | undefined {
  const open = opening.exec(text);
  if (!open) return undefined;
  const start = open.index;
  const codeStart = start + open[0].length + 1;
  const rest = text.slice(codeStart);
  const closing = new RegExp(`^[ \\t]*${open[1]}\`*[ \\t]*\\r?$`, "m");
  const close = closing.exec(rest);
  if (!close) return { start, code: rest, end: text.length, isClosed: false };
  const end = codeStart + close.index + close[0].length;
  return { start, code: rest.slice(0, close.index), end, isClosed: true };
}
