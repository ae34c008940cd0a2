import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { completionJson } from "./completion-json.ts";
import { messageChunks } from "./message-chunks.ts";
import type { ResolvedMessage } from "./resolved-message.ts";

/** How a client wants its reply. */
export interface Delivery {
  readonly isStream: boolean;
  readonly includeUsage: boolean;
}

/** Sends a message, whole or as server-sent events; stops when the client leaves. */
export async function sendMessage(
  response: ServerResponse,
  message: ResolvedMessage,
  delivery: Delivery,
): Promise<void> {
  if (delivery.isStream) await sendStream(response, message, delivery.includeUsage);
  else await sendWhole(response, message);
}

async function sendWhole(response: ServerResponse, message: ResolvedMessage): Promise<void> {
  const { script } = message;
  await sleep(script.delayMs ?? 0);
  const body = Buffer.from(JSON.stringify(completionJson(message)));
  response.writeHead(200, { "content-type": "application/json", "content-length": body.length });
  if (script.cutAfterChunks === undefined) response.end(body);
  else response.write(body.subarray(0, body.length / 2), () => response.socket?.destroy());
}

async function sendStream(
  response: ServerResponse,
  message: ResolvedMessage,
  includeUsage: boolean,
): Promise<void> {
  const { delayMs, bytesPerWrite, cutAfterChunks, endsEarly } = message.script;
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
  response.flushHeaders();
  let sent = 0;
  for (const chunk of messageChunks(message, includeUsage)) {
    if (sent++ === cutAfterChunks) return cut(response);
    if (delayMs) await sleep(delayMs);
    if (response.closed) return;
    await write(response, `data: ${JSON.stringify(chunk)}\n\n`, bytesPerWrite);
  }
  response.end(endsEarly ? "" : "data: [DONE]\n\n");
}

async function write(response: ServerResponse, text: string, bytesPerWrite = Number.POSITIVE_INFINITY) {
  const bytes = Buffer.from(text);
  const size = Math.min(bytesPerWrite, bytes.length);
  for (let at = 0; at < bytes.length; at += size) {
    if (response.write(bytes.subarray(at, at + size)) || response.closed) continue;
    await Promise.race([once(response, "drain"), once(response, "close")]);
  }
}

// What was written so far goes out before the socket is destroyed.
function cut(response: ServerResponse): void {
  response.write("", () => response.socket?.destroy());
}
