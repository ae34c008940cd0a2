const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/** The first key that stands twice in one object of a valid JSON text: what `JSON.parse` does not show. */
export function duplicateKey(text: string): string | undefined {
  const open: (Set<string> | undefined)[] = [];
  let last = "";
  for (const [token] of text.matchAll(tokens)) {
    if (token === "{") open.push(new Set());
    else if (token === "[") open.push(undefined);
    else if (token === "}" || token === "]") open.pop();
    else if (token === ":") {
      const keys = open.at(-1);
      if (keys?.has(last)) return JSON.parse(last) as string;
      keys?.add(last);
    }
    last = token;
  }
  return undefined;
}
