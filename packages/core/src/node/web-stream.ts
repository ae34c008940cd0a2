import type { Readable } from "node:stream";

/** Chunks that wait for the reader before the program that writes them must wait. */
const maxWaitingChunks = 4;

/**
 * A stream of Node as a web stream. Unlike `Readable.toWeb`, it hands each chunk on as it is, without a copy: a chunk of a
 * pipe is nobody else's.
 */
export function webStream(readable: Readable): ReadableStream<Uint8Array> {
  let isOver = false;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        readable.on("data", ({ buffer, byteOffset, length }: Buffer<ArrayBuffer>) => {
          controller.enqueue(new Uint8Array(buffer, byteOffset, length));
          if ((controller.desiredSize ?? 0) <= 0) readable.pause();
        });
        readable.once("close", () => {
          if (!isOver) controller.close();
          isOver = true;
        });
        readable.once("error", error => {
          if (!isOver) controller.error(error);
          isOver = true;
        });
        readable.pause();
      },
      pull: () => void readable.resume(),
      cancel() {
        isOver = true;
        readable.destroy();
      },
    },
    { highWaterMark: maxWaitingChunks },
  );
}
