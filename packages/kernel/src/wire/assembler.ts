import { WireError } from "./decoder.ts";
import { concat } from "./encode.ts";
import { type Frame, maxMessageBytes, maxParts } from "./frame.ts";

/** Joins messages that came in parts. */
export interface Assembler {
  /** A whole message, or nothing for a part. @throws WireError */
  add(frame: Frame): Frame | undefined;
  /** Drops the parts of a request that has ended. */
  forget(request: string): void;
}

/** Makes an {@link Assembler}. */
export function assembler(): Assembler {
  const waiting = new Map<unknown, { pieces: Uint8Array[]; bytes: number }>();
  function add(frame: Frame): Frame | undefined {
    const { type, request, parts } = frame.header;
    if (type === "part") {
      const message = waiting.get(request) ?? { pieces: [], bytes: 0 };
      message.bytes += frame.body.length;
      if (message.bytes > maxMessageBytes || message.pieces.length >= maxParts)
        throw new WireError(`a message of more than ${maxMessageBytes} bytes or ${maxParts} parts`);
      message.pieces.push(frame.body);
      waiting.set(request, message);
      return undefined;
    }
    if (parts === undefined) return frame;
    const pieces = waiting.get(request)?.pieces ?? [];
    waiting.delete(request);
    if (pieces.length !== parts)
      throw new WireError(`a message of ${pieces.length} parts that says ${String(parts)}`);
    return { header: frame.header, body: concat([...pieces, frame.body]) };
  }

  return { add, forget: request => void waiting.delete(request) };
}
