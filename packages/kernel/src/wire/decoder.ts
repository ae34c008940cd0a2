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
  let line: Uint8Array[] = [];
  let lineBytes = 0;
  let header: Header | undefined;
  let headerBytes = 0;
  let size = 0;
  let body: Uint8Array = nothing;
  let filled = 0;

  function takeLine(chunk: Uint8Array): Uint8Array {
    const end = chunk.indexOf(newline);
    const piece = end < 0 ? chunk : chunk.subarray(0, end);
    lineBytes += piece.length;
    if (lineBytes > maxHeaderBytes) throw new WireError(`a header of more than ${maxHeaderBytes} bytes`);
    line.push(piece);
    if (end < 0) return nothing;
    header = parseHeader(concat(line));
    size = tailOf(header);
    headerBytes = lineBytes;
    line = [];
    lineBytes = filled = 0;
    return chunk.subarray(end + 1);
  }

  // Copies only a body that did not come in one chunk.
  function takeBody(chunk: Uint8Array): Uint8Array {
    const piece = chunk.subarray(0, size - filled);
    if (piece.length === size) body = ownBytes(piece);
    else {
      if (filled === 0) body = new Uint8Array(size);
      body.set(piece, filled);
    }
    filled += piece.length;
    return chunk.subarray(piece.length);
  }

  return chunk => {
    const frames: Frame[] = [];
    for (let rest = chunk; rest.length > 0; ) {
      rest = header ? takeBody(rest) : takeLine(rest);
      if (!header || filled < size) continue;
      frames.push({ header, body, headerBytes });
      header = undefined;
      body = nothing;
    }
    return frames;
  };
}

// A few bytes must not hold on to all that was read with them.
function ownBytes(bytes: Uint8Array): Uint8Array {
  return bytes.length * 4 < bytes.buffer.byteLength ? bytes.slice() : bytes;
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
