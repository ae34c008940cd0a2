import { CodeAgentError, type ErrorCode, messageOf, parseRetryAfter } from "@tinycodeagent/core";
import type { Connection } from "./connection.ts";
import { FailedRequest, passingFailure } from "./failed-request.ts";

/** No server, or one that went away. */
export function unreachable(connection: Connection, problem: string, cause: unknown): FailedRequest {
  const why = rootMessage(cause);
  return passingFailure(
    "MODEL_UNREACHABLE",
    `Expected an Ollama server at ${connection.host}, but ${problem}${why && ` (${why})`}. Start it with \`ollama serve\`, or pass \`host\`.`,
    cause,
  );
}

/** What a response with an error status means. */
export function refusal(connection: Connection, response: Response, said: string): FailedRequest {
  const { status } = response;
  const text = withoutSecrets(said, connection) || `no reason`;
  const { code, remedy } = meaningOf(status);
  const message = `Expected Ollama at ${connection.host} to accept the request, got ${status}: ${text}. ${remedy}`;
  return new FailedRequest(
    {
      error: new CodeAgentError(code, message, { details: { status } }),
      retryable: status === 429 || status >= 500,
      retryAfterMs: parseRetryAfter(response.headers),
    },
    status,
  );
}

/** An error that the server reported in the middle of a reply. */
export function brokenReply(connection: Connection, said: string): FailedRequest {
  return passingFailure(
    "MODEL_FAILED",
    `Expected Ollama at ${connection.host} to finish its reply, got an error: ${withoutSecrets(said, connection)}. See the log of \`ollama serve\`.`,
  );
}

/** A reply that ended without saying that it was whole. */
export function endedEarly(): FailedRequest {
  return passingFailure(
    "MODEL_RESPONSE_INVALID",
    "Expected Ollama's reply to end with `done`, but it ended before. See the log of `ollama serve`.",
  );
}

function meaningOf(status: number): { code: ErrorCode; remedy: string } {
  if (status === 400) {
    return {
      code: "MODEL_REFUSED",
      remedy: "Correct the options, or what the model is said to be able to do.",
    };
  }
  if (status === 401 || status === 403) {
    return { code: "MODEL_KEY_MISSING", remedy: "Pass `headers: { Authorization: … }`." };
  }
  if (status === 429) return { code: "MODEL_RATE_LIMITED", remedy: "Try again later, or send less." };
  if (status >= 500) return { code: "MODEL_FAILED", remedy: "See the log of `ollama serve`." };
  return { code: "MODEL_REFUSED", remedy: "Check that `host` is an Ollama server." };
}

/** The innermost message of an error: `fetch` hides the reason in its cause. */
function rootMessage(thrown: unknown): string {
  const cause = thrown instanceof Error ? thrown.cause : undefined;
  return cause instanceof Error ? rootMessage(cause) : messageOf(thrown);
}

/** A server may echo what it was sent. */
function withoutSecrets(text: string, { headers }: Connection): string {
  let safe = text;
  for (const value of Object.values(headers)) {
    const secrets = [value, ...value.split(/\s+/)].filter(secret => secret.length >= 8);
    for (const secret of secrets) safe = safe.replaceAll(secret, "[redacted]");
  }
  return safe.slice(0, 500);
}
