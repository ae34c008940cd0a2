import type { CodeAgentError, ErrorCode } from "@tinycodeagent/core";

/** An error of the command line. Core is loaded here, so that help needs none of it. */
export async function usageError(
  message: string,
  code: ErrorCode = "OPTION_INVALID",
): Promise<CodeAgentError> {
  const core = await import("@tinycodeagent/core");
  return new core.CodeAgentError(code, message);
}
