import { usageError } from "../arguments/usage-error.ts";

/**
 * A whole number above 0.
 * @throws CodeAgentError `OPTION_INVALID`
 */
export async function countOf(option: string, word: string | undefined): Promise<number | undefined> {
  if (word === undefined) return undefined;
  const value = Number(word);
  if (/^\d+$/.test(word) && value > 0 && Number.isSafeInteger(value)) return value;
  throw await usageError(
    `Expected a whole number above 0 for ${option}, got "${word}". Example: ${option} 5.`,
  );
}

/**
 * Seconds as milliseconds.
 * @throws CodeAgentError `OPTION_INVALID`
 */
export async function millisecondsOf(option: string, word: string | undefined): Promise<number | undefined> {
  if (word === undefined) return undefined;
  const value = Math.round(Number(word) * 1000);
  if (/^\d+(\.\d+)?$/.test(word) && value > 0 && Number.isSafeInteger(value)) return value;
  throw await usageError(`Expected seconds above 0 for ${option}, got "${word}". Example: ${option} 90.`);
}
