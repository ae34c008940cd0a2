import { type Checkpoint, CodeAgentError } from "@tinycodeagent/core";
import { copyState, type MemoryState } from "./memory-state.ts";

/** The checkpoints of a sandbox. */
export interface KeptStates {
  /** Keeps a copy. At the limit the oldest one without a name makes room. */
  keep(state: MemoryState, name?: string): Checkpoint;
  /** @throws CodeAgentError `CHECKPOINT_GONE` */
  stateOf(id: string): MemoryState;
  list(): readonly Checkpoint[];
  /** @throws CodeAgentError `CHECKPOINT_GONE` */
  drop(id: string): void;
}

let keptCount = 0;

/** Makes an empty store of at most `limit` checkpoints. */
export function keptStates(limit: number): KeptStates {
  const kept = new Map<string, { readonly checkpoint: Checkpoint; readonly state: MemoryState }>();

  function makeRoom(): void {
    if (kept.size < limit) return;
    const oldest = [...kept.values()].find(({ checkpoint }) => checkpoint.name === undefined);
    if (!oldest) throw limitReached(limit);
    kept.delete(oldest.checkpoint.id);
  }

  return {
    keep(state, name) {
      const copy = copyState(state);
      makeRoom();
      const id = `checkpoint-${++keptCount}`;
      const checkpoint: Checkpoint = { id, createdMs: Date.now(), ...(name !== undefined && { name }) };
      kept.set(id, { checkpoint, state: copy });
      return checkpoint;
    },
    stateOf(id) {
      const entry = kept.get(id);
      if (entry) return entry.state;
      throw gone(id);
    },
    list: () => [...kept.values()].map(({ checkpoint }) => checkpoint),
    drop(id) {
      if (!kept.delete(id)) throw gone(id);
    },
  };
}

function limitReached(limit: number): CodeAgentError {
  return new CodeAgentError(
    "CHECKPOINT_LIMIT",
    `Expected room for a checkpoint, but all ${limit} that are allowed have names. Drop one.`,
    { details: { limit } },
  );
}

function gone(id: string): CodeAgentError {
  return new CodeAgentError(
    "CHECKPOINT_GONE",
    `Expected a checkpoint "${id}", but it was dropped or evicted. Make it later, or allow more of them.`,
    { details: { id } },
  );
}
