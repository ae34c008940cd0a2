import { CodeAgentError, type Json } from "@tinycodeagent/core";

/** The state of a played interpreter. */
export interface MemoryState {
  readonly variables: Map<string, Json | Uint8Array>;
  /** Whether something runs that a copy would not have. */
  hasThreads: boolean;
}

/** A state without anything. */
export function emptyState(): MemoryState {
  return { variables: new Map(), hasThreads: false };
}

/**
 * A copy that shares nothing with the state.
 * @throws CodeAgentError `STATE_UNFORKABLE`
 */
export function copyState(state: MemoryState): MemoryState {
  if (!state.hasThreads) return { variables: structuredClone(state.variables), hasThreads: false };
  throw new CodeAgentError(
    "STATE_UNFORKABLE",
    "Expected an interpreter without threads, but some run. End them, or do without the copy.",
  );
}

/** Puts a state in the place of another one. */
export function replaceState(state: MemoryState, by: MemoryState): void {
  state.variables.clear();
  for (const [name, value] of structuredClone(by.variables)) state.variables.set(name, value);
  state.hasThreads = by.hasThreads;
}
