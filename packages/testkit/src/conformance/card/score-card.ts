import type { Capabilities } from "@tinycodeagent/core";
import type { Claim } from "../claims.ts";

/** What became of one law. */
export interface LawOutcome {
  readonly number: number;
  readonly title: string;
  readonly status: "passed" | "failed" | "skipped";
  /** What was seen when it failed, or why it was skipped; else empty. */
  readonly detail: string;
  /** Milliseconds it took. */
  readonly ms: number;
}

/** What a provider holds: plain data, JSON as it stands. */
export interface ScoreCard {
  readonly provider: string;
  readonly capabilities: Capabilities;
  readonly scale: number;
  readonly laws: readonly LawOutcome[];
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What the manifest claims and no law of the kit checks yet: nothing is known of it. */
  readonly unchecked: readonly Claim[];
  /** Milliseconds in all. */
  readonly ms: number;
}
