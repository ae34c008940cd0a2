import type { Language } from "./capabilities.ts";

/** One piece of code that is given to a session. */
export interface Cell {
  /** The source, as Unicode text. */
  readonly code: string;
  /** The language. Default: the first of the session's `capabilities.languages`. */
  readonly language?: Language;
}
