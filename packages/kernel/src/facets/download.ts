import type { ReadFileOptions } from "@tinycodeagent/core";
import { creditGiver } from "../cells/credit-giver.ts";
import type { ConnectionView, Request } from "../wire/index.ts";
import { aborted } from "./aborted.ts";
import { cancelCall, cancelOnAbort, nextFrame, readReply, startCall } from "./clerk-call.ts";

/** A file as a stream: the clerk reads as fast as the stream is read. */
export function downloadStream(
  connection: ConnectionView,
  path: string,
  { offset, length, signal }: ReadFileOptions,
): ReadableStream<Uint8Array> {
  let request: Request | undefined;
  let cancelling: Disposable | undefined;
  let credit = creditGiver(connection, undefined, "");

  function finish(): void {
    cancelling?.[Symbol.dispose]();
    request?.[Symbol.dispose]();
  }

  return new ReadableStream<Uint8Array>(
    {
      start() {
        if (signal?.aborted) throw aborted(signal);
        request = startCall(connection, { method: "read", params: { path, offset, length }, timeoutMs: 0 });
        cancelling = cancelOnAbort(connection, request, signal);
        credit = creditGiver(connection, undefined, request.id);
      },
      async pull(controller) {
        if (!request) return;
        try {
          const frame = await nextFrame(request, { signal });
          if (frame.header.type === "data") {
            credit.give(frame);
            controller.enqueue(frame.body);
            return;
          }
          readReply(frame);
          finish();
          controller.close();
        } catch (error) {
          finish();
          throw error;
        }
      },
      cancel() {
        if (request) cancelCall(connection, request);
        finish();
      },
    },
    { highWaterMark: 0 },
  );
}
