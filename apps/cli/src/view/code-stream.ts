/** Reads the code out of `{"code": "…"}` while a model writes it. */
export interface CodeStream {
  /** What the delta adds to the code. */
  add(delta: string): string;
  /** The code so far. */
  readonly code: string;
}

const opening = /^\s*\{\s*"code"\s*:\s*"/;
const pieces = /(?:[^"\\]|\\u[0-9a-fA-F]{4}|\\[^u])*/y;

/** Makes a reader of the arguments of one call. Arguments of another form give no code. */
export function createCodeStream(): CodeStream {
  let text = "";
  let position: number | undefined;
  let code = "";
  return {
    get code() {
      return code;
    },
    add(delta) {
      text += delta;
      position ??= opening.exec(text)?.[0].length;
      if (position === undefined) return "";
      pieces.lastIndex = position;
      const raw = withoutHalf(pieces.exec(text)?.[0] ?? "");
      position += raw.length;
      const added = decode(raw);
      code += added;
      return added;
    },
  };
}

// The second half of a pair may still be on its way.
function withoutHalf(raw: string): string {
  return raw.replace(/(?:\\u[dD][89abAB][0-9a-fA-F]{2}|[\uD800-\uDBFF])$/, "");
}

function decode(raw: string): string {
  try {
    return JSON.parse(`"${raw.replaceAll("\n", "\\n").replaceAll("\t", "\\t")}"`) as string;
  } catch {
    return "";
  }
}
