import type { Broker } from "../broker/broker.ts";
import type { Capabilities, Isolation } from "../contract/capabilities.ts";
import type { Cell } from "../contract/cell.ts";
import type { ExecutionEvent } from "../contract/events.ts";
import type { ExecutionLimits } from "../contract/limits.ts";
import type { Policy } from "../contract/policy.ts";
import type { ProviderSession, SessionReport } from "../contract/provider.ts";
import type { Tool } from "../tools/tool.ts";
import type { ExecutionResult } from "./execution-result.ts";

/** Options of {@link openSession}. */
export interface OpenSessionOptions {
  readonly policy?: Policy;
  /** Host tools that code can call. Their names must differ. */
  readonly tools?: readonly Tool[];
  /** Answers the calls of code, instead of one made from `tools`. */
  readonly broker?: Broker;
  /** Modules imported before the first cell. */
  readonly preload?: readonly string[];
  /** The opened session must have at least this, else `ISOLATION_INSUFFICIENT`. */
  readonly requireIsolation?: Isolation;
  /** Aborts opening. */
  readonly signal?: AbortSignal;
}

/** The limits that a cell may have of its own. */
export type CellLimits = Partial<Pick<ExecutionLimits, "timeMs" | "wallMs" | "outputBytes" | "spillBytes">>;

/** Options of one cell. */
export interface RunCellOptions {
  readonly signal?: AbortSignal;
  /** Limits of this cell, instead of the session's. Those of memory, processors, processes and disk are in its policy. */
  readonly limits?: CellLimits;
}

/**
 * A running cell. Iterate it for events as they come, or only await `result`: a cell that nobody iterates never
 * stalls. Leaving the loop early aborts the cell and waits for its end.
 */
export interface Execution extends AsyncIterable<ExecutionEvent> {
  readonly id: string;
  /** Settles when the cell ended; rejects only for a failure of the machinery. */
  readonly result: Promise<ExecutionResult>;
  /** Ends the cell. Quiet if it has ended. */
  abort(reason?: string): void;
}

/** What every open session has; its facets follow from the provider's type. */
export interface BaseSession extends AsyncDisposable {
  readonly id: string;
  readonly provider: string;
  readonly capabilities: Capabilities;
  readonly report: SessionReport;
  /** @throws CodeAgentError `SESSION_BUSY`, `SESSION_CLOSED`, `LANGUAGE_UNSUPPORTED`, `OPTION_INVALID` */
  run(cell: string | Cell, options?: RunCellOptions): Execution;
  /** Ends the session, and with the last of its forks the place it runs in. Idempotent. */
  close(): Promise<void>;
}

/** Options of {@link ForkMember.fork}. */
export interface ForkOptions {
  /** Host tools of the fork. Default: those of the session, and their broker. */
  readonly tools?: readonly Tool[];
  /** Answers the calls of the fork's code, instead of one made from `tools`. */
  readonly broker?: Broker;
  /** The id of the checkpoint to start from. Default: the present state. */
  readonly checkpoint?: string;
  readonly signal?: AbortSignal;
}

/** How a session is forked. */
export interface ForkMember<S extends ProviderSession> {
  /**
   * A second live session from the same state, in the same sandbox: files and checkpoints are shared. While a cell runs, it
   * is the state before that cell. The place ends with the last of its sessions.
   * @throws CodeAgentError `STATE_UNFORKABLE`, `CHECKPOINT_GONE`, `SESSION_CLOSED`, `SESSION_LOST`, `TOOL_DUPLICATE`, `ABORTED`
   */
  fork(options?: ForkOptions): Promise<Session<S>>;
}

type FacetMember = "files" | "shell" | "checkpoints" | "variables" | "export" | "import";

/** An open session, with the facets that the provider's session type promises. */
export type Session<S extends ProviderSession = ProviderSession> = BaseSession &
  Pick<S, Extract<keyof S, FacetMember>> &
  (undefined extends S["fork"] ? Partial<ForkMember<S>> : ForkMember<S>);
