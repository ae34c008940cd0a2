import type { FileStat, WriteFileOptions } from "@tinycodeagent/core";
import { CodeAgentError } from "@tinycodeagent/core";
import { type ConnectionView, type Frame, initialCreditBytes, type Request } from "../wire/index.ts";
import { cancelCall, nextFrame, readReply, startCall } from "./clerk-call.ts";
import { answers } from "./shapes.ts";

const chunkBytes = 64 * 1024;

/** Sends a file to the clerk, as fast as the clerk takes it. */
export async function upload(
  connection: ConnectionView,
  path: string,
  content: Uint8Array | string | ReadableStream<Uint8Array>,
  { signal, ...options }: WriteFileOptions,
): Promise<FileStat> {
  if (signal?.aborted)
    throw new CodeAgentError("ABORTED", "The operation was aborted.", { cause: signal.reason });
  using request = startCall(connection, { method: "write", params: { ...options, path }, timeoutMs: 0 });
  try {
    const reply = await sendAll(connection, request, content, signal);
    return answers.stat(readReply(reply));
  } catch (error) {
    cancelCall(connection, request);
    throw error;
  }
}

async function sendAll(
  connection: ConnectionView,
  request: Request,
  content: Uint8Array | string | ReadableStream<Uint8Array>,
  signal: AbortSignal | undefined,
): Promise<Frame> {
  let credit = initialCreditBytes;
  const header = { type: "data", service: "clerk", request: request.id };
  for await (const chunk of chunksOf(content)) {
    while (credit <= 0) {
      const frame = await nextFrame(request, { signal });
      // A reply before the end says why the clerk takes no more.
      if (frame.header.type === "reply") return frame;
      credit += Number(frame.header.bytes) || 0;
    }
    credit -= chunk.length;
    await connection.sendData(header, chunk);
  }
  connection.send({ ...header, eof: true });
  while (true) {
    const frame = await nextFrame(request, { signal });
    if (frame.header.type === "reply") return frame;
  }
}

async function* chunksOf(
  content: Uint8Array | string | ReadableStream<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  if (content instanceof ReadableStream) {
    for await (const piece of content) yield* slices(piece);
    return;
  }
  yield* slices(typeof content === "string" ? new TextEncoder().encode(content) : content);
}

function* slices(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += chunkBytes)
    yield bytes.subarray(start, start + chunkBytes);
}
