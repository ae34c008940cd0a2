import type { Json, MimeType } from "@tinycodeagent/core";

/** A cell as the function that plays the interpreter sees it. */
export interface MemoryCell {
  readonly code: string;
  /** The namespace; it lives as long as the session. */
  readonly variables: Map<string, Json | Uint8Array>;
  /** Aborts with the cell. */
  readonly signal: AbortSignal;
  print(text: string): void;
  printError(text: string): void;
  display(data: Readonly<Record<MimeType, string | Uint8Array>>): void;
  /** Calls a host tool; a failed call throws an error with its message. */
  callTool(name: string, input: Json): Promise<Json>;
  /** The same call once more, under the id of the one before: a broker must not run it. */
  repeatLastCall(): Promise<Json>;
  /** Says whether threads run: a state with threads can be neither kept nor forked. */
  setThreads(running: boolean): void;
  /** Ends the session, and its forks, as if its kernel had died. Throws. */
  loseSession(): never;
  /** Ends the cell as if the interpreter had died and was started anew. Throws. */
  crash(): never;
}

/** Plays the interpreter: what it returns is the cell's value, and what it throws is the program's exception. */
export type MemoryInterpreter = (cell: MemoryCell) => Json | undefined | Promise<Json | undefined>;
