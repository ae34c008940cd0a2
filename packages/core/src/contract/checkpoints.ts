/** A kept copy of a running interpreter. */
export interface Checkpoint {
  readonly id: string;
  readonly name?: string;
  /** Milliseconds since 1970. */
  readonly createdMs: number;
}

/**
 * Copies of the interpreter's state, made by forking it. Files on disk are not part of them.
 *
 * Errors: `CHECKPOINT_GONE` for one that was dropped or evicted, `CHECKPOINT_LIMIT`, `SESSION_BUSY`.
 */
export interface SessionCheckpoints {
  create(name?: string): Promise<Checkpoint>;
  restore(id: string): Promise<void>;
  list(): Promise<readonly Checkpoint[]>;
  drop(id: string): Promise<void>;
}
