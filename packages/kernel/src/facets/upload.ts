import type { FileStat, WriteFileOptions } from "@tinycodeagent/core";
import { type ConnectionView, type Frame, initialCreditBytes, type Request } from "../wire/index.ts";
import { aborted } from "./aborted.ts";
import { cancelCall, defaultTimeoutMs, nextFrame, noAnswer, readReply, startCall } from "./clerk-call.ts";
import { answers } from "./shapes.ts";

const chunkBytes = 64 * 1024;

/** Sends a file to the clerk, as fast as the clerk takes it. */
export async function upload(
  connection: ConnectionView,
  path: string,
  content: Uint8Array | string | ReadableStream<Uint8Array>,
  { signal, ...options }: WriteFileOptions,
): Promise<FileStat> {
  if (signal?.aborted) throw aborted(signal);
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
  const header = { type: "data", service: "clerk", request: request.id };
  const pieces = piecesOf(content);
  const answers = answersTo(request, signal);
  const send = async () => {
    for (let piece = await pieces.next(); piece; piece = await pieces.next()) {
      for (const chunk of slices(piece)) {
        await answers.credit(chunk.length);
        await connection.sendData(header, chunk);
      }
    }
    connection.send({ ...header, eof: true });
    return answers.inTime(answers.reply);
  };
  try {
    // A reply before the end says why the clerk takes no more; a content that gives nothing more holds up neither.
    return await Promise.race([answers.reply, send()]);
  } finally {
    pieces.leave();
  }
}

/** What the clerk says while it is sent to. */
interface Answers {
  readonly reply: Promise<Frame>;
  /** Takes credit for so many bytes; waits while there is none. */
  credit(bytes: number): Promise<void>;
  /** @throws CodeAgentError `CLERK_LOST` when the clerk takes too long */
  inTime<T>(answer: Promise<T>): Promise<T>;
}

function answersTo(request: Request, signal: AbortSignal | undefined): Answers {
  let left = initialCreditBytes;
  let wake = () => {};
  const read = async () => {
    while (true) {
      const frame = await nextFrame(request, { signal, timeoutMs: Number.POSITIVE_INFINITY });
      if (frame.header.type === "reply") return frame;
      left += Number(frame.header.bytes) || 0;
      wake();
    }
  };
  const reply = read();
  async function inTime<T>(answer: Promise<T>): Promise<T> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(noAnswer(defaultTimeoutMs)), defaultTimeoutMs);
    });
    try {
      return await Promise.race([answer, reply.then(() => answer), late]);
    } finally {
      clearTimeout(timer);
    }
  }
  return {
    reply,
    inTime,
    async credit(bytes) {
      while (left <= 0) {
        const { promise, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        await inTime(promise);
      }
      left -= bytes;
    },
  };
}

/** The pieces of a content, one after another. */
interface Pieces {
  next(): Promise<Uint8Array | undefined>;
  /** Nobody wants more. */
  leave(): void;
}

function piecesOf(content: Uint8Array | string | ReadableStream<Uint8Array>): Pieces {
  if (content instanceof ReadableStream) {
    const reader = content.getReader();
    const leave = () => void reader.cancel().catch(() => {});
    return { next: async () => (await reader.read()).value, leave };
  }
  let whole: Uint8Array | undefined =
    typeof content === "string" ? new TextEncoder().encode(content) : content;
  const next = async () => {
    const piece = whole;
    whole = undefined;
    return piece;
  };
  return { next, leave: () => {} };
}

function* slices(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += chunkBytes)
    yield bytes.subarray(start, start + chunkBytes);
}
