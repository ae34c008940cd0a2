/** How a secret may be written: as it is, and as it stands inside a JSON string, with or without other characters than ASCII. */
export function formsOf(secret: string): readonly string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const ascii = json.replace(
    /[^\x20-\x7e]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return [...new Set([secret, json, ascii])];
}

/** Matches any of the texts, the longest first. */
export function patternOf(texts: readonly string[]): RegExp {
  const longestFirst = [...new Set(texts)].sort((left, right) => right.length - left.length);
  return new RegExp(longestFirst.map(escapePattern).join("|"), "g");
}

/** The end of a text from where a secret may begin that more text would complete; empty when there is none. */
export function openTextOf(text: string, secrets: readonly string[], pattern: RegExp): string {
  const longest = Math.max(...secrets.map(secret => secret.length));
  const matches = [...text.matchAll(pattern)].map(({ index, 0: match }) => ({
    start: index,
    end: index + match.length,
  }));
  for (let start = Math.max(text.length - longest + 1, 0); start < text.length; start++) {
    if (matches.some(match => match.start < start && start < match.end)) continue;
    const rest = text.slice(start);
    if (secrets.some(secret => secret.length > rest.length && secret.startsWith(rest))) return rest;
  }
  return "";
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
