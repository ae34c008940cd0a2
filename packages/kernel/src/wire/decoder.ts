import { concat } from "./encode.ts";
import { type Frame, type Header, maxHeaderBytes, maxTailBytes } from "./frame.ts";

/** What was read is no frame; the connection cannot go on. */
export class WireError extends Error {
  override readonly name = "WireError";
}

const newline = 10;
const nothing = new Uint8Array(0);

/** Cuts a stream of bytes into frames. Takes bytes and returns the frames that they complete. */
export function frameDecoder(): (chunk: Uint8Array) => readonly Frame[] {
  let waiting: Uint8Array = nothing;
  let header: Header | undefined;

  function takeHeader(): boolean {
    const end = waiting.indexOf(newline);
    if ((end < 0 ? waiting.length : end) > maxHeaderBytes)
      throw new WireError(`a header of more than ${maxHeaderBytes} bytes`);
    if (end < 0) return false;
    header = parseHeader(waiting.subarray(0, end));
    waiting = waiting.subarray(end + 1);
    return true;
  }

  function takeFrame(): Frame | undefined {
    if (!header && !takeHeader()) return undefined;
    const complete = header as Header;
    const size = tailOf(complete);
    if (waiting.length < size) return undefined;
    const body = waiting.subarray(0, size);
    waiting = waiting.subarray(size);
    header = undefined;
    return { header: complete, body };
  }

  return chunk => {
    waiting = waiting.length ? concat([waiting, chunk]) : chunk;
    const frames: Frame[] = [];
    for (let frame = takeFrame(); frame; frame = takeFrame()) frames.push(frame);
    return frames;
  };
}

const decoder = new TextDecoder("utf-8", { fatal: true });

function parseHeader(line: Uint8Array): Header {
  let header: unknown;
  try {
    header = JSON.parse(decoder.decode(line));
  } catch {
    throw new WireError("a header that is not JSON");
  }
  if (typeof header !== "object" || header === null || typeof (header as Header).type !== "string") {
    throw new WireError("a header without a type");
  }
  return header as Header;
}

function tailOf({ tail = 0 }: Header): number {
  if (typeof tail === "number" && Number.isInteger(tail) && tail >= 0 && tail <= maxTailBytes) return tail;
  throw new WireError(`a tail that is not of 0 to ${maxTailBytes} bytes`);
}
