import { concat, encodeMessage } from "./encode.ts";
import type { Header } from "./frame.ts";

/** Writes messages to a stream, control ahead of data. */
export interface SendQueue {
  /** Queues a message. One of several frames waits its turn behind other data; a short one goes first. */
  send(header: Header, body?: Uint8Array): void;
  /** Queues data; resolves when it was handed to the stream. */
  sendData(header: Header, data: Uint8Array): Promise<void>;
  /** Ends the stream. */
  close(): Promise<void>;
}

interface Data {
  readonly bytes: Uint8Array;
  readonly written: () => void;
}

/** Makes a {@link SendQueue}. `onError` is called once, when the stream refuses. */
export function sendQueue(stream: WritableStream<Uint8Array>, onError: (error: unknown) => void): SendQueue {
  const writer = stream.getWriter();
  let control: Uint8Array[] = [];
  const data: Data[] = [];
  let isWriting = false;

  async function writeAll(): Promise<void> {
    if (isWriting) return;
    isWriting = true;
    try {
      while (control.length || data.length) await writeNext();
    } catch (error) {
      onError(error);
    } finally {
      isWriting = false;
      for (const { written } of data.splice(0)) written();
    }
  }

  async function writeNext(): Promise<void> {
    if (control.length) {
      const bytes = concat(control);
      control = [];
      await writer.write(bytes);
      return;
    }
    const next = data.shift();
    if (!next) return;
    try {
      await writer.write(next.bytes);
    } finally {
      next.written();
    }
  }

  return {
    send(header, body) {
      const frames = encodeMessage(header, body);
      if (frames.length === 1) control.push(...frames);
      else data.push(...frames.map(bytes => ({ bytes, written: () => {} })));
      void writeAll();
    },
    sendData(header, body) {
      return new Promise(written => {
        const frames = encodeMessage(header, body);
        const last = frames.length - 1;
        data.push(...frames.map((bytes, index) => ({ bytes, written: index === last ? written : () => {} })));
        void writeAll();
      });
    },
    close: () => writer.close().catch(() => {}),
  };
}
