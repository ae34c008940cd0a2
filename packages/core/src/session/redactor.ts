import type { EndEvent, ExecutionEvent, MimeType } from "../contract/events.ts";
import type { Json, JsonObject } from "../contract/json.ts";
import { formsOf, openTextOf, patternOf } from "./secret-pattern.ts";

/** Replaces secrets, verbatim, in what leaves a session. */
export interface Redactor {
  text(text: string): string;
  bytes(bytes: Uint8Array): Uint8Array;
  json(value: Json): Json;
  /** A cleaner of one stream of events; it holds text back while that may be the beginning of a secret. */
  events(): (event: ExecutionEvent) => readonly ExecutionEvent[];
}

type Stream = "stdout" | "stderr";

const mark = "[secret]";

/** A redactor of these secrets, or nothing when there are none. */
export function createRedactor(secrets: Readonly<Record<string, string>> = {}): Redactor | undefined {
  const values = Object.values(secrets).flatMap(formsOf);
  if (values.length === 0) return undefined;
  const pattern = patternOf(values);
  const text = (dirty: string) => dirty.replace(pattern, mark);
  const redactor: Redactor = {
    text,
    bytes: dirty => cleanBytes(dirty, patternOf(values.map(latin1OfUtf8))),
    json: value => cleanJson(value, text),
    events: () => eventCleaner(redactor, pattern, values),
  };
  return redactor;
}

function eventCleaner(
  redactor: Redactor,
  pattern: RegExp,
  values: readonly string[],
): (event: ExecutionEvent) => readonly ExecutionEvent[] {
  const held: Record<Stream, string> = { stdout: "", stderr: "" };

  function output(stream: Stream, piece: string): readonly ExecutionEvent[] {
    const whole = held[stream] + piece;
    held[stream] = openTextOf(whole, values, pattern);
    const ready = whole.slice(0, whole.length - held[stream].length);
    return ready ? [{ type: stream, text: redactor.text(ready) }] : [];
  }

  function flush(): readonly ExecutionEvent[] {
    const streams = (["stdout", "stderr"] as const).filter(stream => held[stream]);
    return streams.map(stream => {
      const rest = redactor.text(held[stream]);
      held[stream] = "";
      return { type: stream, text: rest };
    });
  }

  return event => {
    if (event.type === "stdout" || event.type === "stderr") return output(event.type, event.text);
    // Only the end shows that no more text comes.
    const rest = event.type === "end" ? flush() : [];
    return [...rest, cleanEvent(event, redactor)];
  };
}

function cleanEvent(event: ExecutionEvent, { text, bytes, json }: Redactor): ExecutionEvent {
  if (event.type === "truncated") return { ...event, tail: text(event.tail) };
  if (event.type === "exception") {
    const { name, message, traceback } = event;
    return { ...event, name: text(name), message: text(message), traceback: text(traceback) };
  }
  if (event.type === "result") {
    const repr = text(event.repr);
    return event.value === undefined ? { ...event, repr } : { ...event, repr, value: json(event.value) };
  }
  if (event.type === "end") return cleanEnd(event, text);
  if (event.type !== "display") return event;
  const data = Object.entries(event.data).map(([type, content]) => [
    text(type) as MimeType,
    typeof content === "string" ? text(content) : bytes(content),
  ]);
  return { ...event, data: Object.fromEntries(data) };
}

// An exit code may be a secret too; then it only says that the program failed.
function cleanEnd(end: EndEvent, text: (dirty: string) => string): EndEvent {
  const { exitCode, unprotectedReason, largestVariables } = end;
  const code = String(exitCode ?? "");
  return {
    ...end,
    ...(text(code) !== code && { exitCode: 1 }),
    ...(unprotectedReason !== undefined && { unprotectedReason: text(unprotectedReason) }),
    ...(largestVariables && {
      largestVariables: largestVariables.map(entry => ({ ...entry, name: text(entry.name) })),
    }),
  };
}

function cleanJson(value: Json, text: (dirty: string) => string): Json {
  if (typeof value === "string") return text(value);
  if (typeof value === "number") return text(String(value)) === String(value) ? value : mark;
  if (Array.isArray(value)) return value.map(item => cleanJson(item, text));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value as JsonObject);
  return Object.fromEntries(entries.map(([key, item]) => [text(key), cleanJson(item, text)]));
}

// Bytes are searched as text of one character a byte, which loses nothing.
function cleanBytes(bytes: Uint8Array, pattern: RegExp): Uint8Array {
  const dirty = latin1Of(bytes);
  const clean = dirty.replace(pattern, mark);
  return clean === dirty ? bytes : bytesOf(clean);
}

// A callback for each of ten million bytes would hold up the host for a second.
function bytesOf(latin1: string): Uint8Array {
  const bytes = new Uint8Array(latin1.length);
  for (let index = 0; index < bytes.length; index++) bytes[index] = latin1.charCodeAt(index);
  return bytes;
}

function latin1OfUtf8(text: string): string {
  return latin1Of(new TextEncoder().encode(text));
}

function latin1Of(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let start = 0; start < bytes.length; start += 8192) {
    pieces.push(String.fromCharCode(...bytes.subarray(start, start + 8192)));
  }
  return pieces.join("");
}
