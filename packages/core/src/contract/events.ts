import type { Json } from "./json.ts";

/** A MIME type, such as `text/html`. */
export type MimeType = `${string}/${string}`;

/** Text that the program wrote. Decoded as UTF-8 across chunks; invalid bytes arrive as U+FFFD. */
export interface OutputEvent {
  readonly type: "stdout" | "stderr";
  readonly text: string;
}

/**
 * The cell wrote more than `limits.outputBytes`. At most one in an execution, after the live output and before
 * `end`.
 */
export interface TruncatedEvent {
  readonly type: "truncated";
  /** Bytes the cell wrote in all, on both streams. */
  readonly totalBytes: number;
  /** Bytes that were neither streamed nor are part of `tail`. */
  readonly omittedBytes: number;
  /** The end of what the cell wrote. */
  readonly tail: string;
  /** A file of the sandbox that holds what was not streamed, up to `limits.spillBytes`. */
  readonly spillPath?: string;
}

/** A rich value: an image, HTML, a table. Text types are strings, all others bytes. */
export interface DisplayEvent {
  readonly type: "display";
  readonly data: Readonly<Record<MimeType, string | Uint8Array>>;
}

/** The value of the cell's last expression. Absent when the cell does not end with one, or it is `None`. */
export interface ResultEvent {
  readonly type: "result";
  /** The value, when it is JSON and within the size limit. */
  readonly value?: Json;
  /** The value as the language prints it, cut at the size limit. */
  readonly repr: string;
}

/** The program failed. Its failure is data; only a failure of the machinery is thrown. */
export interface ExceptionEvent {
  readonly type: "exception";
  /** The class, such as `ZeroDivisionError`. */
  readonly name: string;
  readonly message: string;
  /** The user's frames only, with source lines; head and tail where it is long. */
  readonly traceback: string;
}

/** Why an execution ended. */
export type EndReason =
  | "completed"
  | "exception"
  | "exit"
  | "timeout"
  | "aborted"
  | "memory"
  | "output"
  | "crashed";

/**
 * What became of the interpreter's state.
 *
 * - `kept`: it goes on; what the cell had done until it stopped is there
 * - `restored`: as before the cell
 * - `reset`: a new, empty interpreter in a living session
 * - `lost`: the session is closed
 *
 * Files on disk, offsets of open files, sockets and child processes are never rolled back.
 */
export type StateFate = "kept" | "restored" | "reset" | "lost";

/** The last event of every execution; exactly one. */
export interface EndEvent {
  readonly type: "end";
  readonly reason: EndReason;
  readonly state: StateFate;
  /** Whether a crash of this cell would have been, or was, undone. */
  readonly protected: boolean;
  /** Why not, when it was not. */
  readonly unprotectedReason?: string;
  /** With `exit`: what the program passed to `exit`. With `crashed`: the exit code of the interpreter. */
  readonly exitCode?: number;
  /** With `crashed`: the signal that ended the interpreter, such as `SIGSEGV`. */
  readonly signal?: string;
  /**
   * With `memory`: the largest variables of the state that goes on, largest first, at most five; sizes are estimates in
   * bytes.
   */
  readonly largestVariables?: readonly { readonly name: string; readonly sizeBytes: number }[];
  /** Displays that were dropped: a cell may show 100, of 32 MiB together. */
  readonly omittedDisplays?: number;
  /** Milliseconds the cell ran, by the clock of the place it ran in. */
  readonly durationMs?: number;
}

/**
 * What a running cell reports, in order. Consumers skip types, reasons and members that they do not know; new
 * members are optional.
 */
export type ExecutionEvent =
  | OutputEvent
  | TruncatedEvent
  | DisplayEvent
  | ResultEvent
  | ExceptionEvent
  | EndEvent;
