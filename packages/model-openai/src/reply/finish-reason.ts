import type { FinishReason } from "@tinycodeagent/core";

/** Why a reply ended. Some servers say `stop` beside calls. */
export function finishReasonOf(wire: string | undefined, hasCalls: boolean): FinishReason {
  switch (wire) {
    case "stop":
    case "tool_calls":
    case "function_call":
      return hasCalls ? "tool_calls" : "stop";
    case "length":
      return "length";
    case "content_filter":
      return "filtered";
    default:
      return "other";
  }
}
