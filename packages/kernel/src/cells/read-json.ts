/** Levels of nesting that are taken: whatever walks a value that came from inside may recurse. */
const maxDepth = 200;

/** JSON of untrusted bytes, or `undefined` when they are none, or nested too deeply. */
export function readJson(bytes: Uint8Array): unknown {
  if (depthOf(bytes) > maxDepth) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

const [quote, backslash, openList, closeList, openObject, closeObject] = [34, 92, 91, 93, 123, 125];

// Brackets in strings do not count.
function depthOf(bytes: Uint8Array): number {
  let depth = 0;
  let deepest = 0;
  let isText = false;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index];
    if (isText && byte === backslash) index += 1;
    else if (byte === quote) isText = !isText;
    else if (isText) continue;
    else if (byte === openList || byte === openObject) deepest = Math.max(deepest, ++depth);
    else if (byte === closeList || byte === closeObject) depth -= 1;
  }
  return deepest;
}

/** Whether a value is an object with members. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
