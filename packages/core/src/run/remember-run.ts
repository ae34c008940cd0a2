import type { RunOptions } from "../agent/options.ts";
import type { RunSource } from "./run-point.ts";

/** What is not in a run's result and is needed to go on from it. */
export interface RunMemory {
  /** Put back where the interpreter is a new one. */
  readonly inputs: Pick<RunOptions, "variables" | "files">;
  /** Where the run ended. */
  readonly sandbox: string | undefined;
}

const nothing: RunMemory = { inputs: {}, sandbox: undefined };
// Results are plain data that people store: what is not for them stays beside.
const memories = new WeakMap<object, RunMemory>();

/** Remembers a run by its result, for as long as somebody holds the result. */
export function rememberRun(source: RunSource, memory: RunMemory): void {
  memories.set(source, memory);
}

/** What is remembered of a run; nothing of one that was stored and loaded again. */
export function memoryOf(source: RunSource): RunMemory {
  return memories.get(source) ?? nothing;
}
