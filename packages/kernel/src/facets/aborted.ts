import { CodeAgentError } from "@tinycodeagent/core";

/** The error of what its caller gave up. */
export function aborted(signal: AbortSignal | undefined): CodeAgentError {
  return new CodeAgentError("ABORTED", "The operation was aborted.", { cause: signal?.reason });
}
