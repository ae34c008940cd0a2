/** Does something once and tells how many milliseconds it took. */
export type Timed = () => Promise<number>;

/** How operations take turns. */
export interface Turns {
  readonly rounds: number;
  /** How often each is done before the next has its turn. Default 1. */
  readonly inARow?: number;
  /** Milliseconds before each time. Default: none. */
  readonly pauseMs?: number;
}

/** The middle of some numbers. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Measures an operation by the clock of this process. */
export function timed(operation: () => Promise<unknown>): Timed {
  return async () => {
    const startedMs = performance.now();
    await operation();
    return performance.now() - startedMs;
  };
}

/** Medians of operations that take turns, so that a machine whose speed drifts is fair to all of them. */
export async function inTurns<Name extends string>(
  { rounds, inARow = 1, pauseMs = 0 }: Turns,
  operations: Readonly<Record<Name, Timed>>,
): Promise<Readonly<Record<Name, number>>> {
  const names = Object.keys(operations) as Name[];
  const times = new Map<Name, number[]>(names.map(name => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      for (let turn = 0; turn < inARow; turn++) {
        if (pauseMs) await new Promise(resolve => setTimeout(resolve, pauseMs));
        times.get(name)?.push(await operations[name]());
      }
    }
  }
  const medians = names.map(name => [name, median(times.get(name) ?? [])]);
  return Object.fromEntries(medians) as Record<Name, number>;
}

/** Does each operation a number of times, so that what is slow at first is over. */
export async function warmUp(
  times: number,
  ...operations: readonly (() => Promise<unknown>)[]
): Promise<void> {
  for (let turn = 0; turn < times; turn++) {
    for (const operation of operations) await operation();
  }
}
