import type { Channel } from "./channel.ts";
import { isPlain, textOf } from "./value.ts";

const maxBytes = 10 * 1024 * 1024;
const maxTypes = 16;
const mimeType = /^[a-z0-9.+-]+\/[a-z0-9.+;= -]+$/i;

/**
 * Makes `display(value, …)`: an object whose keys are MIME types is shown as it is, with text, bytes, or anything for
 * JSON; other values are shown as text.
 */
export function makeDisplay(channel: Channel): (...values: unknown[]) => void {
  return (...values) => {
    for (const value of values) send(channel, isBundle(value) ? value : { "text/plain": textOf(value) });
  };
}

function isBundle(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || !isPlain(value)) return false;
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every(key => mimeType.test(key));
}

function send(channel: Channel, bundle: Record<string, unknown>): void {
  const contents: [string, Buffer][] = [];
  let size = 0;
  for (const [type, content] of Object.entries(bundle).slice(0, maxTypes)) {
    const data = bytesOf(content);
    if (!data || size + data.length > maxBytes || type.length > 128) continue;
    contents.push([type, data]);
    size += data.length;
  }
  if (contents.length === 0) return;
  const header = { type: "display", contents: contents.map(([type, data]) => [type, data.length]) };
  channel.send(header, Buffer.concat(contents.map(([, data]) => data)));
}

function bytesOf(content: unknown): Buffer | undefined {
  if (typeof content === "string") return Buffer.from(content);
  if (content instanceof Uint8Array) return Buffer.from(content);
  const json = JSON.stringify(content);
  return json === undefined ? undefined : Buffer.from(json);
}
