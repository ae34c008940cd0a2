import type { CheckpointOptions, SessionCheckpoints } from "@tinycodeagent/core";
import type { KeptStates } from "./kept-states.ts";
import { checkNotAborted } from "./memory-sandbox.ts";
import { type MemoryState, replaceState } from "./memory-state.ts";

/** What the checkpoints of one session are made of. */
export interface MemoryCheckpointParts {
  readonly state: MemoryState;
  readonly kept: KeptStates;
  /** Throws once the session is gone. */
  readonly checkOpen: () => void;
  /** Throws while a cell runs. */
  readonly checkIdle: () => void;
}

/** The checkpoints facet over copies of a map. */
export function memoryCheckpoints({
  state,
  kept,
  checkOpen,
  checkIdle,
}: MemoryCheckpointParts): SessionCheckpoints {
  const check = ({ signal }: CheckpointOptions, idle = () => {}) => {
    checkOpen();
    checkNotAborted(signal, "use a checkpoint");
    idle();
  };
  return {
    async create(name, options = {}) {
      check(options, checkIdle);
      return kept.keep(state, name);
    },
    async restore(id, options = {}) {
      check(options, checkIdle);
      replaceState(state, kept.stateOf(id));
    },
    async list(options = {}) {
      check(options);
      return kept.list();
    },
    async drop(id, options = {}) {
      check(options);
      kept.drop(id);
    },
  };
}
