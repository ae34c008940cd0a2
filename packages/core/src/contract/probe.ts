import type { Capabilities } from "./capabilities.ts";

/** One thing that was looked at. */
export interface ProbeFinding {
  /** What was checked, such as `"python"`. */
  readonly check: string;
  readonly ok: boolean;
  /** What was found. */
  readonly detail: string;
  /** What to do about it, when it is not ok. */
  readonly remedy?: string;
}

/** What a place gives here and now, found by really starting it. */
export interface ProbeReport {
  readonly available: boolean;
  /** What it gives here; a provider that is not available has none. */
  readonly capabilities?: Capabilities;
  readonly findings: readonly ProbeFinding[];
}
