/** Levels of nesting that are taken: whatever walks a value may recurse. */
const maxDepth = 200;
const maxKeyCharacters = 60;

interface Walk {
  readonly place: string;
  /** What the value stands in, from the outside. */
  readonly above: readonly object[];
}

/**
 * What in a value would be lost or changed as JSON, where, and what to use: `Map at value.rows[2]: use
 * Object.fromEntries(map)`. Nothing when the value is JSON. Members that are `undefined` count as left out.
 */
export function jsonProblem(value: unknown, place: string): string | undefined {
  return problemOf(value, { place, above: [] });
}

function problemOf(value: unknown, walk: Walk): string | undefined {
  if (value === null || typeof value === "string" || typeof value === "boolean") return undefined;
  if (typeof value === "object") return objectProblem(value, walk);
  if (Number.isFinite(value)) return undefined;
  if (typeof value === "number" || value === undefined) return found(String(value), "null", walk);
  if (typeof value === "bigint") return found("bigint", "a number or a string", walk);
  return found(typeof value, "data, or leave it out", walk);
}

function objectProblem(value: object, walk: Walk): string | undefined {
  if (walk.above.includes(value)) return found("a cycle", "data without cycles", walk);
  if (walk.above.length >= maxDepth) return found(`more than ${maxDepth} levels`, "flatter data", walk);
  const above = [...walk.above, value];
  if (Array.isArray(value)) return listProblem(value, { ...walk, above });
  const remedy = remedyOf(value);
  if (remedy) return found(nameOf(value), remedy, walk);
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) continue;
    const problem = problemOf(member, { place: `${walk.place}${step(key)}`, above });
    if (problem) return problem;
  }
  return undefined;
}

// By index, because a hole in a list would be skipped by its iterators.
function listProblem(list: readonly unknown[], { place, above }: Walk): string | undefined {
  for (let index = 0; index < list.length; index++) {
    const problem = problemOf(list[index], { place: `${place}[${index}]`, above });
    if (problem) return problem;
  }
  return undefined;
}

/** What to use in place of an object that is more than its members. */
function remedyOf(value: object): string | undefined {
  if (value instanceof Map) return "Object.fromEntries(map)";
  if (value instanceof Set) return "[...set]";
  if (value instanceof Date) return "date.toISOString()";
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return "a list of numbers, or Base64 text";
  if (typeof (value as { readonly toJSON?: unknown }).toJSON === "function") return "what its toJSON() gives";
  return isPlain(value) ? undefined : "a plain object, such as { ...instance }";
}

// Another realm has an Object.prototype of its own.
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function nameOf(value: object): string {
  const maker: unknown = value.constructor;
  return (typeof maker === "function" && maker.name) || "an object of a class";
}

function step(key: string): string {
  const short = key.length > maxKeyCharacters ? `${key.slice(0, maxKeyCharacters)}…` : key;
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(short) ? `.${short}` : `[${JSON.stringify(short)}]`;
}

function found(what: string, remedy: string, { place }: Walk): string {
  return `${what} at ${place}: use ${remedy}`;
}
