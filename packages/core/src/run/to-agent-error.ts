import { CodeAgentError, isCodeAgentError, messageOf } from "../errors/code-agent-error.ts";
import type { ErrorCode } from "../errors/codes.ts";

/** Whatever was thrown as a coded error. `code` is for what has none. */
export function toAgentError(thrown: unknown, code: ErrorCode): CodeAgentError {
  if (isCodeAgentError(thrown)) return thrown;
  return new CodeAgentError(code, messageOf(thrown) || "It failed without a message.", { cause: thrown });
}
