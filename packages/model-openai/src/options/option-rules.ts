import type { OpenAIOptions } from "./openai-options.ts";

/** Whether a value is right for an option. */
type Test = (value: unknown) => boolean;

/** What an option must be. */
interface OptionRule {
  /** Completes "to be …". */
  readonly expected: string;
  readonly test: Test;
  /** Whether a wrong value must not be shown. */
  readonly hides?: Test;
}

const always: Test = () => true;
const isBoolean: Test = value => typeof value === "boolean";
const isCount: Test = value => Number.isSafeInteger(value) && Number(value) > 0;
const isDuration: Test = value => within(0, 2 ** 31 - 1)(value);
const efforts = ["none", "minimal", "low", "medium", "high", "xhigh", "max"];
const tokenFields = ["max_completion_tokens", "max_tokens"];

/** The rule of each option of `openai`. */
export const optionRules: Readonly<Record<keyof OpenAIOptions, OptionRule>> = {
  apiKey: { expected: "printable ASCII without spaces", test: isToken, hides: always },
  baseURL: {
    expected: "an http or https URL without user and password",
    test: isBaseURL,
    hides: value => String(value).includes("@"),
  },
  organization: { expected: "printable ASCII without spaces", test: isToken },
  headers: { expected: "an object of valid header names and values", test: isHeaders, hides: always },
  temperature: { expected: "a number from 0 to 2", test: within(0, 2) },
  topP: { expected: "a number from 0 to 1", test: within(0, 1) },
  maxOutputTokens: { expected: "an integer above 0", test: isCount },
  maxTokensField: { expected: `one of ${tokenFields.join(", ")}`, test: among(tokenFields) },
  reasoningEffort: { expected: `one of ${efforts.join(", ")}`, test: among(efforts) },
  sendReasoning: { expected: "a boolean", test: isBoolean },
  capabilities: {
    expected: "an object with tools and images (booleans) and contextTokens (an integer above 0)",
    test: members({ tools: isBoolean, images: isBoolean, contextTokens: isCount }),
  },
  stream: { expected: "a boolean", test: isBoolean },
  maxRetries: {
    expected: "an integer from 0 to 100",
    test: value => Number.isInteger(value) && within(0, 100)(value),
  },
  retryDelay: {
    expected: "an object with baseMs and maxMs (milliseconds)",
    test: members({ baseMs: isDuration, maxMs: isDuration }),
  },
  timeoutMs: { expected: "milliseconds above 0", test: value => value !== 0 && isDuration(value) },
  fetch: { expected: "a function", test: value => typeof value === "function" },
};

function within(least: number, most: number): Test {
  return value => typeof value === "number" && value >= least && value <= most;
}

function among(words: readonly string[]): Test {
  return value => typeof value === "string" && words.includes(value);
}

function members(tests: Readonly<Record<string, Test>>): Test {
  return value =>
    isPlainObject(value) &&
    Object.entries(value).every(([name, member]) => member === undefined || tests[name]?.(member) === true);
}

function isToken(value: unknown): boolean {
  return typeof value === "string" && /^[\x21-\x7e]+$/.test(value);
}

function isBaseURL(value: unknown): boolean {
  if (typeof value !== "string" || !URL.canParse(value)) return false;
  const { protocol, username, password } = new URL(value);
  return (protocol === "http:" || protocol === "https:") && username === "" && password === "";
}

function isHeaders(value: unknown): boolean {
  if (!isPlainObject(value) || !Object.values(value).every(member => typeof member === "string"))
    return false;
  try {
    new Headers(value as Record<string, string>);
    return true;
  } catch {
    return false;
  }
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
