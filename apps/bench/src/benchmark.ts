/** One figure beside its floor, both measured in the same run. */
export interface Benchmark {
  readonly name: string;
  /** What is compared with, in plain words. */
  readonly floor: string;
  /** What we want, in plain words. */
  readonly reach: string;
  measure(): Promise<Measured>;
}

/** Milliseconds, and whether they are within reach. */
export interface Measured {
  readonly oursMs: number;
  readonly floorMs: number;
  readonly isReached: boolean;
}
