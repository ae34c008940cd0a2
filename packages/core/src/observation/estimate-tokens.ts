/** Characters of text (UTF-16 units) that are counted as one token. */
export const charactersPerToken = 4;

/**
 * Tokens of a text by the one rule used everywhere: four characters are a token. Real tokenizers differ by model; this one
 * needs none, and is close for English and code.
 */
export function estimateTokens(text: string): number {
  return Math.ceil(text.length / charactersPerToken);
}
