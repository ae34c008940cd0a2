import { afterEach, expect, it, vi } from "vitest";
import { openai } from "../openai.ts";
import type { OpenAIOptions } from "./openai-options.ts";
import { optionRules } from "./option-rules.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

const make = (options: object, name: unknown = "m") => openai(name as string, { apiKey: "k", ...options });

it.each<[string, unknown, string]>([
  ["temperature", "hot", 'a number from 0 to 2, got "hot"'],
  ["temperature", Number.NaN, "a number from 0 to 2, got NaN"],
  ["topP", 1.5, "a number from 0 to 1, got 1.5"],
  ["maxOutputTokens", 0, "an integer above 0, got 0"],
  ["maxTokensField", "tokens", 'one of max_completion_tokens, max_tokens, got "tokens"'],
  ["reasoningEffort", "heroic", 'one of none, minimal, low, medium, high, xhigh, max, got "heroic"'],
  ["sendReasoning", 1, "a boolean, got 1"],
  ["stream", "no", 'a boolean, got "no"'],
  ["maxRetries", 1.5, "an integer from 0 to 100, got 1.5"],
  ["timeoutMs", 0, "milliseconds above 0, got 0"],
  ["timeoutMs", Number.POSITIVE_INFINITY, "milliseconds above 0, got Infinity"],
  ["retryDelay", { base: 5 }, 'an object with baseMs and maxMs (milliseconds), got {"base":5}'],
  ["baseURL", "localhost:8000", 'an http or https URL without user and password, got "localhost:8000"'],
  ["organization", "my org", 'printable ASCII without spaces, got "my org"'],
  ["fetch", null, "a function, got null"],
  [
    "capabilities",
    { tool: true },
    'an object with tools and images (booleans) and contextTokens (an integer above 0), got {"tool":true}',
  ],
])("says for %s what it must be and what it was", (option, value, sentence) => {
  expect(() => make({ [option]: value })).toThrow(
    `Expected option "${option}" of openai() to be ${sentence}. Correct it or leave it out.`,
  );
});

it.each([
  ["apiKey", "sk-secret\n", "printable ASCII without spaces, got a string that is not shown here"],
  ["baseURL", "http://me:sk-secret@host/v1", "an http or https URL without user and password, got a string"],
  ["headers", { "X-Key": "sk-secret\n\0" }, "an object of valid header names and values, got an object"],
])("does not show the value of %s", (option, value, sentence) => {
  const error = (() => {
    try {
      make({ [option]: value });
    } catch (thrown) {
      return thrown as Error;
    }
  })();
  expect(error).toMatchObject({ code: "OPTION_INVALID", details: { option } });
  expect(error?.message).toContain(sentence);
  expect(error?.message).not.toContain("sk-secret");
});

it("names the options there are when one is unknown", () => {
  const known = Object.keys(optionRules).join(", ");
  expect(() => make({ tempurature: 1 })).toThrow(
    `Expected option "tempurature" of openai() to be one of ${known}, got an unknown name.`,
  );
  expect(() => make({ toString: 1 })).toThrow("unknown name");
});

it("asks for the name of a model and an object of options", () => {
  expect(() => make({}, "")).toThrow('Expected option "name" of openai() to be the name of a model, got "".');
  expect(() => openai("m", null as unknown as OpenAIOptions)).toThrow('Expected option "options"');
});

it("takes an option that is undefined for one that is left out", () => {
  const model = make({ temperature: undefined, capabilities: { tools: undefined, contextTokens: 9 } });
  expect(model).toMatchObject({ specVersion: 1, provider: "openai", name: "m" });
  expect(model.capabilities).toEqual({ tools: true, images: false, contextTokens: 9 });
});

it("misses its key before anything runs, but only where one is needed", () => {
  vi.stubEnv("OPENAI_API_KEY", " ");
  expect(() => openai("m")).toThrow(expect.objectContaining({ code: "MODEL_KEY_MISSING" }));
  expect(openai("m", { baseURL: "http://127.0.0.1:8000/v1" }).name).toBe("m");
  vi.stubEnv("OPENAI_API_KEY", "k");
  expect(openai("m").name).toBe("m");
});

it("does not show the environment's key when it cannot be sent", () => {
  vi.stubEnv("OPENAI_API_KEY", "sk-se cret");
  expect(() => openai("m")).toThrow(/"apiKey" .* not shown here/);
});
