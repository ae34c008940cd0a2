import type { Connection } from "./connection.ts";
import { FailedRequest, finalFailure } from "./failed-request.ts";
import { unreachable } from "./refusals.ts";
import { watch } from "./watch.ts";

/** Bytes of a whole reply. */
export const maxReplyBytes: number = 64 * 1024 * 1024;
/** Characters of one line. */
export const maxLineChars: number = 8 * 1024 * 1024;

/** The lines of a body that is not trusted: bounded in size and time, without the empty ones. */
export async function* readLines(
  body: ReadableStream<Uint8Array>,
  connection: Connection,
): AsyncGenerator<string> {
  let rest = "";
  for await (const text of readTexts(body, connection)) {
    const lines = text.split("\n");
    lines[0] = rest + lines[0];
    rest = lines.pop() ?? "";
    if (rest.length > maxLineChars) throw tooLong(`a line of at most ${maxLineChars} characters`);
    yield* lines.filter(line => line.trim() !== "");
  }
  if (rest.trim() !== "") yield rest;
}

/** The text of a body that is not trusted: decoded as UTF-8, bounded in size and time. */
export async function* readTexts(
  body: ReadableStream<Uint8Array>,
  connection: Connection,
): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await read(reader, connection);
      if (done) break;
      bytes += value.byteLength;
      if (bytes > maxReplyBytes) throw tooLong(`a reply of at most ${maxReplyBytes} bytes`);
      yield decoder.decode(value, { stream: true });
    }
    yield decoder.decode();
  } finally {
    reader.cancel().catch(() => {});
  }
}

async function read(reader: ReadableStreamDefaultReader<Uint8Array>, connection: Connection) {
  try {
    return await watch(reader.read(), connection);
  } catch (thrown) {
    if (connection.signal.aborted || thrown instanceof FailedRequest) throw thrown;
    throw unreachable(connection, "the connection broke in the middle of the reply", thrown);
  }
}

function tooLong(expected: string): FailedRequest {
  return finalFailure("MODEL_RESPONSE_INVALID", `Expected ${expected} from Ollama, got more. Is it Ollama?`);
}
