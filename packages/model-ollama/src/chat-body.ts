import type { Connection } from "./connection.ts";
import { type FailedRequest, finalFailure } from "./failed-request.ts";
import { readLines } from "./read-lines.ts";
import { brokenReply, endedEarly } from "./refusals.ts";

/**
 * A stream of checked lines, each a JSON object. An error line, one that is not JSON, and an end before `done` fail the
 * stream: the client library would print the second, and has no code for the others.
 */
export async function chatBody(
  body: ReadableStream<Uint8Array>,
  connection: Connection,
): Promise<ReadableStream<Uint8Array>> {
  const lines = readLines(body, connection);
  const encoder = new TextEncoder();
  let isDone = false;
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await lines.next();
      if (done && !isDone) throw endedEarly();
      if (done) return controller.close();
      isDone ||= checkedLine(value, connection).done === true;
      controller.enqueue(encoder.encode(`${value}\n`));
    },
    async cancel() {
      await lines.return(undefined);
    },
  });
}

function checkedLine(line: string, connection: Connection): { readonly done?: unknown } {
  const value = parse(line);
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw notJson(line);
  if ("error" in value) throw brokenReply(connection, String(value.error));
  return value;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw notJson(line);
  }
}

function notJson(line: string): FailedRequest {
  return finalFailure(
    "MODEL_RESPONSE_INVALID",
    `Expected lines of JSON objects from Ollama, got ${JSON.stringify(line.slice(0, 100))}. Check that \`host\` is an Ollama server, and that no proxy changes its replies.`,
  );
}
