const maxCharacters = 100;

/** What came, in a few words for an error's message. Never the source of a function. */
export function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, maxCharacters));
  if (typeof value === "function") return isClass(value) ? "a class" : "a function";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  return String(value).slice(0, maxCharacters);
}

/** The same, for a place where a function was probably meant to be called. */
export function shownUncalled(value: unknown): string {
  if (typeof value !== "function") return shown(value);
  const call = `${isClass(value) ? "new " : ""}${value.name || "it"}()`;
  return `${shown(value)}; did you mean ${call}?`;
}

function isClass(value: unknown): boolean {
  return /^class\b/.test(Function.prototype.toString.call(value));
}
