import type { Language } from "./capabilities.ts";

/** One import, function or class of a state, as its source. */
export interface StateDefinition {
  readonly kind: "import" | "function" | "class";
  /** The name that it binds. */
  readonly name: string;
  readonly source: string;
}

/** Something that could not be moved. */
export interface LeftBehind {
  readonly name: string;
  /** The name of its type, or the kind of a definition. */
  readonly type: string;
  /** Such as `TypeError: cannot pickle '_io.TextIOWrapper' object`. */
  readonly reason: string;
}

/**
 * The state of an interpreter, to be kept or to be moved to another session. Plain JSON. Whoever imports it runs what it
 * holds, inside that session: take states only from where you would take programs from.
 */
export interface SessionState {
  readonly version: 1;
  readonly language: Language;
  /** The version of the language that it was made by, such as `"3.11"`. */
  readonly languageVersion: string;
  /** In the order in which they work: imports first, then functions and classes as their cells ran. */
  readonly definitions: readonly StateDefinition[];
  /** The names of what is in `data`. */
  readonly variables: readonly string[];
  readonly left: readonly LeftBehind[];
  /** Base64 of what only an interpreter reads, inside its sandbox. A checksum in it shows damage. */
  readonly data: string;
}

/** Options of an export. */
export interface ExportOptions {
  /** Bytes of the state at most, before Base64. Default, and the most: what the provider can carry. */
  readonly maxBytes?: number;
  /** What holds one of these texts is left behind. A session adds the secrets of its policy. */
  readonly secrets?: readonly string[];
  readonly signal?: AbortSignal;
}

/** What an import did. */
export interface ImportReport {
  readonly imported: readonly string[];
  /** What could not be had here, such as functions of a module that is missing. The rest came in. */
  readonly left: readonly LeftBehind[];
}

/**
 * Moves the state of an interpreter: the facet `transfer`. Open files, sockets, threads and generators cannot be moved, nor
 * files of the workspace. A class is as its source says: what was changed in it later is not.
 */
export interface SessionTransfer {
  /**
   * The state as data, while no cell runs. May run the program's own code, such as `__reduce__`, for at most 60 seconds.
   * @throws CodeAgentError `STATE_TOO_LARGE` (names the largest variables), `STATE_INVALID`, `SESSION_BUSY`, `ABORTED`
   */
  export(options?: ExportOptions): Promise<SessionState>;
  /**
   * Adds a state to what is there; names that are there are replaced. Runs the definitions, for at most 60 seconds. One that
   * is aborted may have brought in some of its names, each of them whole.
   * @throws CodeAgentError `STATE_INVALID` for another version or language, and for what is damaged; `STATE_TOO_LARGE`,
   * `SESSION_BUSY`, `ABORTED`
   */
  import(state: SessionState, options?: { signal?: AbortSignal }): Promise<ImportReport>;
}
