import { CodeAgentError } from "../errors/code-agent-error.ts";
import type { Run } from "./run.ts";
import type { HeldSession } from "./session-holder.ts";

/** The session of a run that has one. */
export function heldSession(run: Run): HeldSession {
  if (run.held) return run.held;
  throw new CodeAgentError("SESSION_CLOSED", "Expected a run with an open session, but it has none.");
}
