import { CodeAgentError } from "@tinycodeagent/core";

/** A reply that is not what the protocol says; another attempt may bring a better one. */
export function invalidReply(expected: string, got: string): CodeAgentError {
  return new CodeAgentError(
    "MODEL_RESPONSE_INVALID",
    `Expected ${expected} from the model's server, got ${got}. Check that baseURL names an OpenAI-compatible server, or try \`stream: false\`.`,
    { details: { retryable: true } },
  );
}

/** A reply beyond what is taken in; it is not asked for again. */
export function oversizedReply(limit: string): CodeAgentError {
  return new CodeAgentError(
    "MODEL_RESPONSE_INVALID",
    `Expected at most ${limit} from the model's server, got more. Check that baseURL names a chat server, or lower maxOutputTokens.`,
  );
}

/** What a value of JSON is, for an error. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
