import type { ExecutionEvent, MimeType } from "../contract/events.ts";
import type { Json, JsonObject } from "../contract/json.ts";

/** Replaces secrets, verbatim, in what leaves a session. */
export interface Redactor {
  /** Events with secrets replaced. Text is held back while it may be the beginning of a secret. */
  events(event: ExecutionEvent): readonly ExecutionEvent[];
  json(value: Json): Json;
}

const mark = "[secret]";

/** A redactor of these secrets, or nothing when there are none. Values shorter than 4 characters are refused upstream. */
export function createRedactor(secrets: Readonly<Record<string, string>> = {}): Redactor | undefined {
  const values = Object.values(secrets).sort((left, right) => right.length - left.length);
  if (values.length === 0) return undefined;
  const clean = (text: string) => values.reduce((result, secret) => result.replaceAll(secret, mark), text);
  const json = (value: Json): Json => cleanJson(value, clean);
  const held = { stdout: "", stderr: "" };

  function output(stream: "stdout" | "stderr", text: string): readonly ExecutionEvent[] {
    const whole = clean(held[stream] + text);
    const keep = longestOpenPrefix(whole, values);
    held[stream] = whole.slice(whole.length - keep);
    const ready = whole.slice(0, whole.length - keep);
    return ready ? [{ type: stream, text: ready }] : [];
  }

  function flush(): readonly ExecutionEvent[] {
    const events = (["stdout", "stderr"] as const)
      .filter(stream => held[stream])
      .map(stream => ({ type: stream, text: held[stream] }));
    held.stdout = held.stderr = "";
    return events;
  }

  return {
    json,
    events(event) {
      if (event.type === "stdout" || event.type === "stderr") return output(event.type, event.text);
      return [...flush(), cleanEvent(event, clean, json)];
    },
  };
}

function cleanEvent(
  event: ExecutionEvent,
  clean: (text: string) => string,
  json: (value: Json) => Json,
): ExecutionEvent {
  if (event.type === "truncated") return { ...event, tail: clean(event.tail) };
  if (event.type === "exception") {
    return { ...event, message: clean(event.message), traceback: clean(event.traceback) };
  }
  if (event.type === "result") {
    const repr = clean(event.repr);
    return event.value === undefined ? { ...event, repr } : { ...event, repr, value: json(event.value) };
  }
  if (event.type === "display") {
    const data = Object.entries(event.data).map(([type, content]) => [
      type as MimeType,
      typeof content === "string" ? clean(content) : content,
    ]);
    return { ...event, data: Object.fromEntries(data) };
  }
  return event;
}

function cleanJson(value: Json, clean: (text: string) => string): Json {
  if (typeof value === "string") return clean(value);
  if (Array.isArray(value)) return value.map(item => cleanJson(item, clean));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value as JsonObject);
  return Object.fromEntries(entries.map(([key, item]) => [clean(key), cleanJson(item, clean)]));
}

// How much of the end may be the beginning of a secret.
function longestOpenPrefix(text: string, secrets: readonly string[]): number {
  const longest = Math.max(...secrets.map(secret => secret.length)) - 1;
  for (let length = Math.min(longest, text.length); length > 0; length--) {
    const end = text.slice(-length);
    if (secrets.some(secret => secret.length > length && secret.startsWith(end))) return length;
  }
  return 0;
}
