import type { DisplayEvent, EndEvent, StateFate, TruncatedEvent } from "../contract/events.ts";
import type { Json } from "../contract/json.ts";

/** What every finished execution has. */
export interface ExecutionOutcome {
  /** Live output and the kept tail, in order within the stream. */
  readonly stdout: string;
  readonly stderr: string;
  /** Set when the cell wrote more than `limits.outputBytes`. */
  readonly truncated?: TruncatedEvent;
  readonly displays: readonly DisplayEvent["data"][];
  /** What became of the interpreter's state. */
  readonly state: StateFate;
  /** The last event, whole. */
  readonly end: EndEvent;
  /** Milliseconds as the host saw it. */
  readonly durationMs: number;
}

/** The program ran to its end. */
export interface CompletedExecution extends ExecutionOutcome {
  readonly status: "completed";
  /** The last expression's value, when it is JSON. */
  readonly value?: Json;
  /** The last expression as the language prints it. */
  readonly repr?: string;
}

/** The program raised. */
export interface FailedExecution extends ExecutionOutcome {
  readonly status: "exception";
  readonly exception: { readonly name: string; readonly message: string; readonly traceback: string };
}

/** The program left by `exit`. */
export interface ExitedExecution extends ExecutionOutcome {
  readonly status: "exit";
  readonly exitCode: number;
}

/** The program was stopped, or its interpreter died. */
export interface StoppedExecution extends ExecutionOutcome {
  readonly status: "timeout" | "aborted" | "memory" | "output" | "crashed";
  /** What was going on when it stopped, where that is known. */
  readonly exception?: { readonly name: string; readonly message: string; readonly traceback: string };
}

/** How a cell ended. The program's own failure is data and is never thrown. */
export type ExecutionResult = CompletedExecution | FailedExecution | ExitedExecution | StoppedExecution;
