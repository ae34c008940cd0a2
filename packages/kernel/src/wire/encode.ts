import { type Header, maxTailBytes } from "./frame.ts";

const encoder = new TextEncoder();
const nothing = new Uint8Array(0);

/** A message as the frames that carry it, each one chunk of bytes. */
export function encodeMessage(header: Header, body: Uint8Array = nothing): readonly Uint8Array[] {
  if (body.length <= maxTailBytes) return [encodeFrame(header, body)];
  const { branch, request, service } = header;
  const part = { type: "part", branch, request, service };
  const frames: Uint8Array[] = [];
  let start = 0;
  for (; body.length - start > maxTailBytes; start += maxTailBytes) {
    frames.push(encodeFrame(part, body.subarray(start, start + maxTailBytes)));
  }
  return [...frames, encodeFrame({ ...header, parts: frames.length }, body.subarray(start))];
}

function encodeFrame(header: Header, tail: Uint8Array): Uint8Array {
  const line = encoder.encode(`${JSON.stringify(tail.length ? { ...header, tail: tail.length } : header)}\n`);
  return tail.length ? concat([line, tail]) : line;
}

/** Several pieces as one. */
export function concat(pieces: readonly Uint8Array[]): Uint8Array {
  const [only] = pieces;
  if (only && pieces.length === 1) return only;
  const whole = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}
