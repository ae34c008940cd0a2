/** Options of the library by what the user of the program sets instead; what cannot be set here is left out. */
const replacements: readonly (readonly [RegExp, string])[] = [
  [/, pass `apiKey`, or pass the `baseURL` of/g, ", or OPENAI_BASE_URL to"],
  [/, or pass `apiKey`, with a key/g, " to a key"],
  [/pass `host`/g, "set OLLAMA_HOST"],
  [/`host`/g, "OLLAMA_HOST"],
  [/`?\bbaseURL\b`?/g, "OPENAI_BASE_URL"],
  [/,? or raise `?(maxRetries|timeoutMs)`?/g, ""],
];

/** A message of the library in the words of the command line. */
export function inProgramWords(message: string): string {
  return replacements.reduce((text, [option, words]) => text.replace(option, words), message);
}
