import type { Capabilities } from "./capabilities.ts";
import type { Cell } from "./cell.ts";
import type { SessionCheckpoints } from "./checkpoints.ts";
import type { ExecutionEvent } from "./events.ts";
import type { SessionFiles } from "./files.ts";
import type { ExecutionLimits } from "./limits.ts";
import type { Policy } from "./policy.ts";
import type { ProbeReport } from "./probe.ts";
import type { SessionShell } from "./shell.ts";
import type { SessionToolCall, ToolCallReply, ToolSignature } from "./tool-call.ts";
import type { SessionTransfer } from "./transfer.ts";
import type { SessionVariables } from "./variables.ts";

/**
 * A place where code can run: the upper half of the contract. Applications pass one as a value and hold sessions
 * through `openSession`; they never call `execute` themselves.
 *
 * Whatever can start a process implements `SandboxLauncher` instead and gets all of this from the kernel.
 */
export interface CodeExecutionProvider<S extends ProviderSession = ProviderSession> {
  /** The only breaking switch; checked once, when a session is opened (`SPEC_VERSION_UNSUPPORTED`). */
  readonly specVersion: 1;
  /** Such as `"docker"`. */
  readonly name: string;
  /** The most that this provider can give. What is there on this machine is in `probe()` and on the session. */
  readonly capabilities: Capabilities;
  /** Starts a sandbox for real, checks what it denies, and ends it. Reports; throws only when aborted. */
  probe(options?: { signal?: AbortSignal }): Promise<ProbeReport>;
  /**
   * Opens a session. Holds the written clauses of the policy or refuses with `POLICY_UNSUPPORTED`.
   * @throws CodeAgentError `PROVIDER_UNAVAILABLE`, `POLICY_UNSUPPORTED`, `SESSION_OPEN_FAILED`, `ABORTED`
   */
  openSession(request: SessionRequest): Promise<S>;
}

/** What a session is opened with. */
export interface SessionRequest {
  readonly policy: Policy;
  /** Host tools that code inside can call as functions. */
  readonly tools: readonly ToolSignature[];
  /** Modules to import before the first cell. */
  readonly preload: readonly string[];
  /** Aborts opening, not the open session. */
  readonly signal?: AbortSignal;
}

/** A live place where code runs and state persists. Called by core only. */
export interface ProviderSession {
  /** Unique on the host. */
  readonly id: string;
  /** What this session has; isolation that is required and the policy are held against these. */
  readonly capabilities: Capabilities;
  readonly report: SessionReport;
  /**
   * Runs one cell and yields what happens, ending with exactly one `end`. A second call while one runs is
   * `SESSION_BUSY`. Returning early from the iterator aborts the cell.
   * @throws CodeAgentError `SESSION_LOST`, `SESSION_CLOSED`, `SESSION_BUSY`; never for the program's own failure
   */
  execute(cell: Cell, context: ExecutionContext): AsyncIterable<ExecutionEvent>;
  /** Ends everything the session started and removes what it made. Idempotent; never throws twice. */
  close(): Promise<void>;
  readonly files?: SessionFiles;
  readonly shell?: SessionShell;
  readonly checkpoints?: SessionCheckpoints;
  readonly variables?: SessionVariables;
  /** See {@link SessionTransfer.export}. There with `import`, or neither. */
  readonly export?: SessionTransfer["export"];
  /** See {@link SessionTransfer.import}. */
  readonly import?: SessionTransfer["import"];
  /**
   * A second live session from the same state, in the same sandbox: files and checkpoints are shared. While a cell runs, it
   * is the state before that cell. The sandbox ends with the last of its sessions.
   * @throws CodeAgentError `STATE_UNFORKABLE`, `CHECKPOINT_GONE`, `SESSION_CLOSED`, `SESSION_LOST`, `ABORTED`
   */
  fork?(options?: ForkRequest): Promise<ProviderSession>;
}

/** What a session is forked with. */
export interface ForkRequest {
  /** Defined anew in the fork, beside those that the state has. */
  readonly tools?: readonly ToolSignature[];
  /** The id of the checkpoint to start from. Default: the present state. */
  readonly checkpoint?: string;
  readonly signal?: AbortSignal;
}

/** What core gives to a running cell. */
export interface ExecutionContext {
  /** Aborts the cell: `end` follows with reason `aborted`. */
  readonly signal: AbortSignal;
  /** Enforced where the code runs. Core only watches, at limit + grace, and then the session is lost. */
  readonly limits: ExecutionLimits;
  /** Answers a call of a host tool. Never rejects. */
  callTool(call: SessionToolCall): Promise<ToolCallReply>;
}

/** What a session says about itself when it opens. */
export interface SessionReport {
  /** Defaults of the policy that this session does not hold, as clause names such as `"network"`. */
  readonly unenforced: readonly string[];
  /** Plain sentences for people. */
  readonly warnings: readonly string[];
  /** Versions of what is inside, such as `{ python: "3.12.1", kernel: "1" }`. */
  readonly versions: Readonly<Record<string, string>>;
  /** The working directory as code inside sees it. */
  readonly workdir: string;
  /** When the place ends whatever runs in it, in milliseconds since 1970. Absent: when it is closed. */
  readonly endsAtMs?: number;
}
