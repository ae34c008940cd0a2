/**
 * What an agent with `checkpoints: true` kept of the interpreter after a step. A step that ran no code shares that of the
 * step before.
 */
export type StepCheckpoint =
  | {
      readonly kept: true;
      /** Where it is kept; made anew with each session that is opened, shared by its forks. */
      readonly sandbox: string;
      /** The id of the checkpoint in its sandbox. */
      readonly id: string;
    }
  /** There is none, and why. */
  | { readonly kept: false; readonly reason: string };
