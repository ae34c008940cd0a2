import { readJson } from "../cells/read-json.ts";
import { concat } from "../wire/encode.ts";

/** JSON with bytes behind it as one body: the length of the JSON, a line feed, the JSON, the bytes. */
export function joinBody(head: unknown, blobs: readonly Uint8Array[] = []): Uint8Array {
  const encoder = new TextEncoder();
  const text = encoder.encode(JSON.stringify(head));
  return concat([encoder.encode(`${text.length}\n`), text, ...blobs]);
}

/** A body of the same form that came from inside: its JSON, `undefined` when it is none, and the bytes behind it. */
export function splitBody(body: Uint8Array): { readonly head: unknown; readonly rest: Uint8Array } {
  const line = body.indexOf(10) + 1;
  const end = line + Number(new TextDecoder().decode(body.subarray(0, Math.min(line, 20))));
  if (!Number.isSafeInteger(end) || end < line || end > body.length)
    return { head: undefined, rest: new Uint8Array(0) };
  return { head: readJson(body.subarray(line, end)), rest: body.subarray(end) };
}
