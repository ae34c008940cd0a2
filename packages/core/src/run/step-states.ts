import type { StepCheckpoint } from "../agent/step-checkpoint.ts";
import { raceAbort } from "../broker/race-abort.ts";
import { messageOf } from "../errors/code-agent-error.ts";
import { requireFacet } from "../session/check-facets.ts";
import { heldSession } from "./held-session.ts";
import type { Run } from "./run.ts";

/** The checkpoints of a run's steps. */
export interface StepStates {
  /** Begins to keep the present state as that of a step. The model is called meanwhile; a cell has to wait for `settled`. */
  keep(step: number): void;
  /** Takes over what another run kept. */
  inherit(step: number, checkpoint: StepCheckpoint): void;
  /** When the interpreter is free again. Never rejects. */
  settled(): Promise<void>;
  /** What is known of a step: a step that kept nothing of its own has the state of the one before. */
  of(step: number): StepCheckpoint | undefined;
}

/** Keeps the states of a run's steps. That one cannot be kept never fails the run. */
export function createStepStates(run: Run): StepStates {
  const known = new Map<number, StepCheckpoint>();
  let pending: Promise<void> = Promise.resolve();
  return {
    keep(step) {
      pending = keepPresent(run).then(checkpoint => {
        known.set(step, checkpoint);
        return run.emit({ type: "checkpoint", step, checkpoint });
      });
    },
    inherit(step, checkpoint) {
      known.set(step, checkpoint);
    },
    settled: () => pending,
    of(step) {
      const kept = [...known.keys()].filter(number => number <= step);
      return kept.length ? known.get(Math.max(...kept)) : undefined;
    },
  };
}

async function keepPresent(run: Run): Promise<StepCheckpoint> {
  const { signal } = run.stop;
  try {
    signal.throwIfAborted();
    const held = heldSession(run);
    const making = requireFacet(held.session, "checkpoints", keepPurpose).create(undefined, { signal });
    // Whoever comes next waits for it, also when this run does not any more.
    held.quiet = making.then(ignore, ignore);
    const { id } = await raceAbort(making, signal);
    return { kept: true, sandbox: held.sandbox, id };
  } catch (error) {
    return { kept: false, reason: messageOf(error) };
  }
}

/** What checkpoints are needed for, where they are missing. */
export const keepPurpose = "to keep a checkpoint of each step";

function ignore(): void {}
