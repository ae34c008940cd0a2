import { inspect } from "node:util";
import { withoutOwnFrames } from "./frames.ts";

const maxValueBytes = 1024 * 1024;
const maxReprCharacters = 64 * 1024;
const maxDepth = 100;

/** The body of a result frame: a value as JSON where it is JSON, and as text always. */
export function describeValue(value: unknown): Buffer {
  const repr = textOf(value);
  const json = toJson(value);
  const body = JSON.stringify({ repr });
  return Buffer.from(json === undefined ? body : `{"value":${json},${body.slice(1)}`);
}

/** A value as Node prints it, cut at the size limit. */
export function textOf(value: unknown): string {
  const text = inspect(value, { depth: 4, maxStringLength: maxReprCharacters });
  return cut(withoutOwnFrames(text), maxReprCharacters);
}

/** Head and tail of a text that is too long. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const half = limit / 2;
  return `${text.slice(0, half)}\n[… ${text.length - limit} characters omitted …]\n${text.slice(-half)}`;
}

function toJson(value: unknown): string | undefined {
  try {
    if (!isJson(value, { left: maxValueBytes }, 0)) return undefined;
    const text = JSON.stringify(value);
    return Buffer.byteLength(text) <= maxValueBytes ? text : undefined;
  } catch {
    // A getter of the user's threw: what cannot be read is no JSON.
    return undefined;
  }
}

// Stops when the budget is spent: a value may be far larger than what can be sent.
function isJson(value: unknown, budget: { left: number }, depth: number): boolean {
  budget.left -= typeof value === "string" ? value.length : 1;
  if (budget.left < 0 || depth > maxDepth) return false;
  if (value === null || typeof value === "boolean" || typeof value === "string") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (Array.isArray(value)) return everyItem(value, item => isJson(item, budget, depth + 1));
  if (typeof value !== "object" || !isPlain(value)) return false;
  return Object.entries(value).every(([key, item]) => {
    budget.left -= key.length;
    return isJson(item, budget, depth + 1);
  });
}

// `every` skips holes, and a hole is no JSON.
function everyItem(items: readonly unknown[], holds: (item: unknown) => boolean): boolean {
  for (const item of items) if (!holds(item)) return false;
  return true;
}

/** Whether a value is an object as a literal makes it. */
export function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
