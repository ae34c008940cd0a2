/** Options of {@link SessionShell.run}. */
export interface ShellOptions {
  /** Working directory. Default: the workspace. */
  readonly cwd?: string;
  /** Added to the session's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Written to the command's standard input, which is then closed. Default: empty. */
  readonly stdin?: string;
  /** Milliseconds until the command and its children are killed. Default: the session's `limits.timeMs`. */
  readonly timeoutMs?: number;
  /** Bytes of output kept, head and tail. Default: the session's `limits.outputBytes`. */
  readonly maxOutputBytes?: number;
  readonly signal?: AbortSignal;
}

/** What a shell command reports while it runs. */
export type ShellEvent =
  | { readonly type: "stdout" | "stderr"; readonly text: string }
  | ({ readonly type: "end" } & ShellEnd);

/** How a shell command ended. */
export interface ShellEnd {
  readonly reason: "completed" | "timeout" | "aborted";
  /** Of the command; 128 + n when signal n ended it. */
  readonly exitCode: number;
}

/** A finished command. */
export interface ShellResult extends ShellEnd {
  readonly stdout: string;
  readonly stderr: string;
  /** Bytes of output that were dropped between head and tail. */
  readonly omittedBytes: number;
}

/** A command that goes on while the session works. */
export interface ShellJob {
  readonly id: string;
  /** Output since the last poll (bounded), and the end if it ended. */
  poll(options?: { signal?: AbortSignal }): Promise<{
    readonly stdout: string;
    readonly stderr: string;
    readonly omittedBytes: number;
    readonly end?: ShellEnd;
  }>;
  /** Ends the command and its children. Quiet if it has ended. */
  kill(): Promise<void>;
}

/**
 * Shell commands, run beside the interpreter: its variables and its stall do not matter to them.
 *
 * Errors: `SHELL_FAILED` when no shell could be started, `SESSION_CLOSED`, `SESSION_LOST`.
 */
export interface SessionShell {
  run(command: string, options?: ShellOptions): Promise<ShellResult>;
  /** The same as events, as they come; exactly one `end`, last. Leaving the loop kills the command. */
  stream(command: string, options?: ShellOptions): AsyncIterable<ShellEvent>;
  start(command: string, options?: Omit<ShellOptions, "signal">): Promise<ShellJob>;
}
