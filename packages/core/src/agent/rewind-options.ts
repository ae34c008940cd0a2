/** How a run goes on from one of its steps. */
export interface RewindOptions {
  /** A new instruction, added to the history. Needed where the step ends with the model's answer. */
  readonly task?: string;
  /** Aborts the new run. */
  readonly signal?: AbortSignal;
  /**
   * Which interpreter it goes on with: `checkpoint` (default) is as the step left it; `present` is as it is now, so that
   * only the history is taken back, and the model is told so.
   */
  readonly state?: "checkpoint" | "present";
}
