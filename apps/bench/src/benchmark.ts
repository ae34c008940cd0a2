/** One figure beside its floor, both measured in the same run. A row of the table. */
export interface Benchmark {
  readonly name: string;
  /** What is compared with, in plain words. */
  readonly comparedWith: string;
  /** What we want, in plain words. */
  readonly reach: string;
  measure(): Promise<Outcome>;
}

/** What a benchmark found, or why this machine cannot tell. */
export type Outcome = Measured | Skipped;

/** What figures are counted in. */
export type Unit = "ms" | "MB" | "MB/s";

/** The figures of a benchmark. */
export interface Measured {
  readonly unit: Unit;
  readonly ours: number;
  /** Absent where there is nothing to compare with. */
  readonly floor?: number;
  readonly isReached: boolean;
  /** What else was measured and counts towards the reach, in words. */
  readonly details?: string;
}

/** Something is missing here. */
export interface Skipped {
  /** The reason, in words. */
  readonly skipped: string;
}

/** A benchmark's words and its outcome. */
export type Row = Omit<Benchmark, "measure"> & Outcome;
