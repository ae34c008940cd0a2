import { inspect, types } from "node:util";
import { withoutOwnFrames } from "./frames.ts";
import { cut } from "./value.ts";

const maxCharacters = 32 * 1024;
const maxMessageCharacters = 16 * 1024;

/** A cell by its number and code. */
export interface CellText {
  readonly number: number;
  readonly code: string;
}

/** The body of an exception frame. `line` is where a cell that does not parse is wrong. */
export function describeException(thrown: unknown, cell: CellText, line = 1): Buffer {
  const stack = textOfThrown(thrown);
  const shown = new RegExp(`<cell ${cell.number}>:(\\d+)`).exec(stack)?.[1];
  const at = shown ? Number(shown) : isSyntaxError(thrown) ? line : undefined;
  const traceback = (at ? `<cell ${cell.number}>:${at}\n${lineOf(cell, at)}\n\n` : "") + stack;
  const { name, message } = nameOf(thrown);
  return bodyOf(name, message, traceback);
}

/** The body for a cell that was interrupted. */
export function describeInterrupt(): Buffer {
  const message = "The cell was interrupted.";
  return bodyOf("Interrupted", message, `Interrupted: ${message}`);
}

/** An error that nobody caught, as text for stderr. */
export function textOfThrown(thrown: unknown): string {
  return withoutOwnFrames(isError(thrown) ? inspect(thrown, { depth: 2 }) : `Uncaught ${inspect(thrown)}`);
}

function bodyOf(name: string, message: string, traceback: string): Buffer {
  const text = cut(traceback, maxCharacters);
  return Buffer.from(JSON.stringify({ name, message: cut(message, maxMessageCharacters), traceback: text }));
}

function nameOf(thrown: unknown): { readonly name: string; readonly message: string } {
  if (!isError(thrown)) return { name: "Uncaught", message: inspect(thrown) };
  return { name: String(thrown.name || thrown.constructor.name), message: String(thrown.message) };
}

function isError(thrown: unknown): thrown is Error {
  return types.isNativeError(thrown) || thrown instanceof Error;
}

function isSyntaxError(thrown: unknown): boolean {
  return isError(thrown) && thrown.name === "SyntaxError";
}

function lineOf({ code }: CellText, line: number): string {
  return `    ${(code.split("\n")[line - 1] ?? "").trim()}`;
}
