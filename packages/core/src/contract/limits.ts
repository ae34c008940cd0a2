/**
 * Limits of one cell, in plain units. A limit that is absent from a policy takes the default of
 * {@link defaultLimits}; `wallMs`, `memoryBytes`, `cpu`, `processes` and `diskBytes` have
 * none.
 */
export interface ExecutionLimits {
  /** Running time of a cell in milliseconds, on the clock of the place it runs in. Waiting for a tool does not count. */
  readonly timeMs: number;
  /**
   * Real time of a cell in milliseconds, with all that it waits for. A tool that may take longer than what is left of it is
   * not called: the code gets the error before it waits. Default: none.
   */
  readonly wallMs?: number;
  /** Bytes of stdout and stderr that are streamed; what follows is counted, spilled, and its tail is kept. */
  readonly outputBytes: number;
  /** Bytes of output that are kept in a file of the sandbox once `outputBytes` is spent. */
  readonly spillBytes: number;
  /** Bytes of memory that a process of the session may allocate. */
  readonly memoryBytes?: number;
  /** Processors, as a number that need not be whole. */
  readonly cpu?: number;
  /** Processes and threads alive at once. */
  readonly processes?: number;
  /** Bytes that may be written to disk. */
  readonly diskBytes?: number;
}

/** One minute, one mebibyte of live output, 64 MiB behind it. */
export const defaultLimits: ExecutionLimits = {
  timeMs: 60_000,
  outputBytes: 1024 * 1024,
  spillBytes: 64 * 1024 * 1024,
};
