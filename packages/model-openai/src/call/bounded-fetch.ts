import { oversizedReply } from "../reply/invalid-reply.ts";

/** Bytes of one response at most, whatever is in them. */
const maxResponseBytes = 64 * 1024 * 1024;

type Fetch = typeof globalThis.fetch;

/** A `fetch` whose response bodies fail when they grow beyond a limit. */
export function boundedFetch(inner: Fetch, maxBytes: number = maxResponseBytes): Fetch {
  return async (input, init) => {
    const response = await inner(input, init);
    if (!response.body) return response;
    return new Response(response.body.pipeThrough(byteLimit(maxBytes)), response);
  };
}

function byteLimit(maxBytes: number): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let bytes = 0;
  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) throw oversizedReply(`${maxBytes} bytes`);
      controller.enqueue(chunk);
    },
  });
}
