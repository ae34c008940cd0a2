import { openai } from "@tinycodeagent/model-openai";
import { expect, it } from "vitest";
import { inProgramWords } from "./program-words.ts";

it("the library's own message for a missing key names only what the program reads", () => {
  delete process.env.OPENAI_API_KEY;
  let message = "";
  try {
    openai("gpt-4.1-mini");
  } catch (error) {
    message = (error as Error).message;
  }
  expect(inProgramWords(message)).toBe(
    "Expected an API key for api.openai.com, got none. Set OPENAI_API_KEY, or OPENAI_BASE_URL to a server that needs no key.",
  );
});

it.each([
  ["Start it with `ollama serve`, or pass `host`.", "Start it with `ollama serve`, or set OLLAMA_HOST."],
  [
    "Check that the server runs, baseURL and the network.",
    "Check that the server runs, OPENAI_BASE_URL and the network.",
  ],
  ["Wait and call again, or raise maxRetries.", "Wait and call again."],
  ["See its log, or raise `timeoutMs`.", "See its log."],
  [
    "Set OPENAI_API_KEY, or pass `apiKey`, with a key of this server.",
    "Set OPENAI_API_KEY to a key of this server.",
  ],
])("%s is told as: %s", (message, told) => {
  expect(inProgramWords(message)).toBe(told);
});
