import { harmless } from "../terminal/harmless.ts";
import type { Look, Paint } from "../terminal/paint.ts";

/** A kind of text in the view. */
export interface Block {
  /** Before its first line. */
  readonly prefix: string;
  /** Before its other lines. Default: the same. */
  readonly nextPrefix?: string;
  /** Default: plain. */
  readonly look?: Look;
}

/** Writes blocks of lines as their text arrives, piece by piece. */
export interface Blocks {
  /** Adds text to a block. Another block before it is ended; empty lines at both ends are left out. */
  stream(block: Block, text: string): void;
  /** Whole lines of a block. */
  line(block: Block, text: string): void;
  /** An empty line, unless nothing was written yet. */
  gap(): void;
}

/** Makes blocks on a sink. Everything is made harmless here. */
export function createBlocks({ write, paint }: { write: (text: string) => void; paint: Paint }): Blocks {
  let current: Block | undefined;
  let isLineStart = true;
  let emptyLines = 0;
  let wroteAny = false;

  function put(block: Block, text: string, isFirst: boolean): void {
    const prefix = isFirst ? block.prefix : (block.nextPrefix ?? block.prefix);
    const before = `${paint("dim", prefix.trimEnd())}\n`.repeat(emptyLines);
    emptyLines = 0;
    write(
      `${before}${isLineStart ? paint("dim", prefix) : ""}${block.look ? paint(block.look, text) : text}`,
    );
    isLineStart = false;
    wroteAny = true;
  }

  function newline(isFirst: boolean): void {
    if (!isLineStart) write("\n");
    else if (!isFirst) emptyLines += 1;
    isLineStart = true;
  }

  function begin(block: Block | undefined): void {
    if (!isLineStart) write("\n");
    isLineStart = true;
    emptyLines = 0;
    current = block;
  }

  const blocks: Blocks = {
    stream(block, text) {
      let isFirst = block !== current;
      if (isFirst) begin(block);
      for (const [index, line] of harmless(text).split("\n").entries()) {
        if (index > 0) newline(isFirst);
        if (!line) continue;
        put(block, line, isFirst);
        isFirst = false;
      }
      // A block that has only empty lines so far has not begun.
      if (isFirst) current = undefined;
    },
    line(block, text) {
      blocks.stream(block, text);
      begin(undefined);
    },
    gap() {
      begin(undefined);
      if (wroteAny) write("\n");
    },
  };
  return blocks;
}
