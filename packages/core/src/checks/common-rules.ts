import { isRecord, type OptionRule } from "./option-checks.ts";
import { shown } from "./shown.ts";

/** A whole number from 1. */
export const positiveInteger: OptionRule = {
  expected: "a whole number from 1",
  fits: value => Number.isSafeInteger(value) && Number(value) >= 1,
};

/** Milliseconds: a number above 0. */
export const positiveNumber: OptionRule = {
  expected: "a number above 0",
  fits: value => typeof value === "number" && value > 0,
};

/** Text that is not empty. */
export const text: OptionRule = {
  expected: "text that is not empty",
  fits: value => typeof value === "string" && value.trim() !== "",
};

/** A function. */
export const callable: OptionRule = { expected: "a function", fits: value => typeof value === "function" };

/** An object. */
export const record: OptionRule = { expected: "an object", fits: isRecord };

/** One of some words. */
export function oneOf(words: readonly string[]): OptionRule {
  return {
    expected: `one of ${words.map(word => JSON.stringify(word)).join(", ")}`,
    fits: value => typeof value === "string" && words.includes(value),
  };
}

/** A list whose items fit; the first that does not is named by its place. */
export function listOf(expected: string, fits: (item: unknown) => boolean): OptionRule {
  return {
    expected: `a list of ${expected}`,
    fits: value => Array.isArray(value) && value.every(fits),
    got(value, name) {
      if (!Array.isArray(value)) return shown(value);
      const index = value.findIndex(item => !fits(item));
      return `${shown(value[index])} at ${name}[${index}]`;
    },
  };
}
