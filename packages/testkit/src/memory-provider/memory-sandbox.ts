import { type Capabilities, CodeAgentError, type ProviderSession } from "@tinycodeagent/core";
import type { KeptStates } from "./kept-states.ts";
import type { MemoryInterpreter } from "./memory-cell.ts";

/** What a session and its forks share. */
export interface MemorySandbox {
  readonly interpret: MemoryInterpreter;
  readonly capabilities: Capabilities;
  readonly kept: KeptStates;
  /** Hears of each session that begins here. */
  readonly onSession: (session: ProviderSession) => void;
  /** Whether what all sessions run in has died. */
  isLost: boolean;
}

/** The error of a session that is gone. */
export function sessionError(code: "SESSION_LOST" | "SESSION_CLOSED", what: string): CodeAgentError {
  return new CodeAgentError(code, `Expected an open session, but ${what}. Open a new one.`);
}

/** @throws CodeAgentError `ABORTED` */
export function checkNotAborted(signal: AbortSignal | undefined, what: string): void {
  if (!signal?.aborted) return;
  throw new CodeAgentError("ABORTED", `Expected to ${what}, but it was aborted.`, { cause: signal.reason });
}
