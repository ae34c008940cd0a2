import { CodeAgentError } from "@tinycodeagent/core";
import { type Connection, linkedConnection } from "./connection.ts";
import { type FailedRequest, failureOf, finalFailure } from "./failed-request.ts";
import type { OllamaServerOptions } from "./options.ts";

/** Asks the server for facts, with coded errors. Nothing is asked twice. */
export async function askServer<Answer>(
  options: OllamaServerOptions,
  signal: AbortSignal | undefined,
  ask: (connection: Connection) => Promise<Answer>,
): Promise<Answer> {
  using connection = linkedConnection(options, signal);
  try {
    return await ask(connection);
  } catch (thrown) {
    if (signal?.aborted) throw aborted(signal);
    throw failureOf(thrown instanceof SyntaxError ? notOllama(connection, "no JSON") : thrown).error;
  }
}

/** An answer of a shape that no Ollama server gives. */
export function notOllama(connection: Connection, got: unknown): FailedRequest {
  const text = (JSON.stringify(got) ?? String(got)).slice(0, 100);
  return finalFailure(
    "MODEL_RESPONSE_INVALID",
    `Expected facts about models from Ollama at ${connection.host}, got ${text}. Check that \`host\` is an Ollama server, and update it.`,
  );
}

function aborted(signal: AbortSignal): CodeAgentError {
  return new CodeAgentError(
    "ABORTED",
    "Expected an answer of Ollama, but its signal was aborted. Ask again if the answer is still wanted.",
    { cause: signal.reason },
  );
}
