import type { ModelServerReply } from "@tinycodeagent/testkit";

/** A reply that runs code. */
export function pythonReply(code: string, text?: string): ModelServerReply {
  return {
    kind: "message",
    ...(text !== undefined && { text }),
    toolCalls: [{ name: "run_python", arguments: { code } }],
  };
}

/** The words and the environment with which the program takes its model from a test server. */
export function serverModel(url: string): {
  readonly args: readonly string[];
  readonly env: Record<string, string>;
} {
  return {
    args: ["run", "--provider", "local"],
    env: { OPENAI_BASE_URL: url, OPENAI_API_KEY: "test-key-of-nobody" },
  };
}
