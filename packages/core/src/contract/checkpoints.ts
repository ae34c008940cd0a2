/** A kept copy of a running interpreter. */
export interface Checkpoint {
  readonly id: string;
  readonly name?: string;
  /** Milliseconds since 1970. */
  readonly createdMs: number;
}

/** What every operation on checkpoints takes. */
export interface CheckpointOptions {
  readonly signal?: AbortSignal;
}

/**
 * Copies of the interpreter's state, made by forking it. Files on disk, sockets and child processes are not part of them.
 * They belong to the sandbox: its branches share them.
 *
 * Errors: `CHECKPOINT_GONE` for one that was dropped or evicted, `CHECKPOINT_LIMIT`, `STATE_UNFORKABLE` when the
 * interpreter cannot be copied now, `SESSION_BUSY`, `SESSION_CLOSED`, `SESSION_LOST`.
 */
export interface SessionCheckpoints {
  /** Keeps the present state. At the limit the oldest one without a name makes room; when all have names, `CHECKPOINT_LIMIT`. */
  create(name?: string, options?: CheckpointOptions): Promise<Checkpoint>;
  /** Puts the interpreter back to a state; the checkpoint stays. What the interpreter had started is killed. */
  restore(id: string, options?: CheckpointOptions): Promise<void>;
  /** Oldest first. */
  list(options?: CheckpointOptions): Promise<readonly Checkpoint[]>;
  drop(id: string, options?: CheckpointOptions): Promise<void>;
}
