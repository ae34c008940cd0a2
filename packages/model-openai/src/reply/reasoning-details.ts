import type { JsonObject } from "@tinycodeagent/core";

const texts = ["text", "summary", "data"];

/**
 * Joins the pieces of structured reasoning, as they must be sent back whole: neighbours with the same type and index
 * are one entry, its texts in a row, and later members (such as a signature) hold.
 */
export function joinDetails(pieces: readonly JsonObject[]): readonly JsonObject[] {
  const joined: JsonObject[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    const isSame =
      last && piece.index !== undefined && last.type === piece.type && last.index === piece.index;
    if (isSame) joined[joined.length - 1] = join(last, piece);
    else joined.push(piece);
  }
  return joined;
}

function join(first: JsonObject, second: JsonObject): JsonObject {
  const known = Object.entries(second).filter(([, value]) => value !== null);
  const rows = texts.flatMap(name => {
    const [head, tail] = [first[name], second[name]];
    return typeof head === "string" && typeof tail === "string" ? [[name, head + tail]] : [];
  });
  return { ...first, ...Object.fromEntries(known), ...Object.fromEntries(rows) };
}
