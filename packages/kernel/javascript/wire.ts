/** Bytes of a frame's tail at most; a longer body travels in parts. */
const maxTailBytes = 64 * 1024;

/** The header of a frame. */
export interface Header {
  readonly type: string;
  readonly [member: string]: unknown;
}

/** Called with each message that is whole. */
export type Receive = (header: Header, body: Buffer) => void;

/** A header with a body of any size, as the bytes of one or more frames. */
export function encodeMessage(header: Header, body: Uint8Array): Buffer {
  const pieces: Uint8Array[] = [];
  const last = Math.max(Math.ceil(body.length / maxTailBytes) - 1, 0);
  for (let index = 0; index <= last; index++) {
    const tail = body.subarray(index * maxTailBytes, (index + 1) * maxTailBytes);
    const part = { type: "part", request: header.request };
    const line = index < last ? part : last ? { ...header, parts: last } : header;
    pieces.push(Buffer.from(`${JSON.stringify({ ...line, tail: tail.length })}\n`), tail);
  }
  return Buffer.concat(pieces);
}

/** Cuts a stream of bytes into messages. The supervisor sends the parts of one message in a row. */
export function decoder(receive: Receive): (data: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let parts: Buffer[] = [];
  let header: Header | undefined;

  function next(): boolean {
    const end = header ? 0 : rest.indexOf(10) + 1;
    if (!header && end === 0) return false;
    header ??= JSON.parse(rest.toString("utf8", 0, end)) as Header;
    rest = rest.subarray(end);
    const size = Number(header.tail ?? 0);
    if (rest.length < size) return false;
    take(header, rest.subarray(0, size));
    rest = rest.subarray(size);
    header = undefined;
    return true;
  }

  function take(taken: Header, tail: Buffer): void {
    if (taken.type === "part") {
      parts.push(tail);
      return;
    }
    const body = Buffer.concat([...parts, tail]);
    parts = [];
    receive(taken, body);
  }

  return data => {
    rest = Buffer.concat([rest, data]);
    while (next());
  };
}
