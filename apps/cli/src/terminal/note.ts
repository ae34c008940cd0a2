import { harmless } from "./harmless.ts";
import type { Sink } from "./output.ts";
import type { Look } from "./paint.ts";
import { inProgramWords } from "./program-words.ts";

/** Says something in a line of its own on standard error. */
export function note(sink: Sink, text: string, look: Look = "dim"): void {
  sink.write(`${sink.paint(look, harmless(text))}\n`);
}

/** Says what went wrong, with its stable code. */
export function noteError(sink: Sink, error: { readonly code: string; readonly message: string }): void {
  sink.write(`${sink.paint("red", error.code)}: ${harmless(inProgramWords(error.message))}\n`);
}
