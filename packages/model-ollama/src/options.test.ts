import { expect, it } from "vitest";
import { describeOllamaModel, listOllamaModels, ollama, openOllama } from "./index.ts";

const wrong: readonly (readonly [string, unknown])[] = [
  ["host", "ftp://127.0.0.1"],
  ["host", "http://me:secret@127.0.0.1"],
  ["host", ""],
  ["headers", { "bad name": "x" }],
  ["headers", { Authorization: 5 }],
  ["fetch", "fetch"],
  ["timeoutMs", 0],
  ["numCtx", 1.5],
  ["numCtx", "4096"],
  ["numPredict", -3],
  ["temperature", -0.1],
  ["temperature", Number.NaN],
  ["topP", 1.1],
  ["topK", -1],
  ["minP", 2],
  ["repeatPenalty", "1"],
  ["repeatLastN", -2],
  ["seed", 0.5],
  ["stop", "END"],
  ["stop", [""]],
  ["numThread", -1],
  ["numGpu", -2],
  ["keepAlive", "soon"],
  ["keepAlive", Number.POSITIVE_INFINITY],
  ["think", "hard"],
  ["capabilities", { tool: true }],
  ["capabilities", { contextTokens: 0 }],
  ["maxRetries", -1],
];

it.each(wrong)("refuses the option %s with value %o in one sentence", (name, value) => {
  expect(() => ollama("a", { [name]: value })).toThrow(
    expect.objectContaining({
      code: "OPTION_INVALID",
      message: expect.stringMatching(
        new RegExp(`^Expected option "${name}" of ollama\\(\\) to be .+, got .+\\. Correct or remove it\\.$`),
      ),
    }),
  );
});

it("never shows the value of a header in an error", () => {
  expect(() => ollama("a", { headers: { "bad name": "secret" } })).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining("secret") }),
  );
});

it("refuses an option that it does not know, and names those that it does", () => {
  for (const name of ["num_ctx", "temprature", "toString", "__proto__x"]) {
    expect(() => ollama("a", { [name]: 1 })).toThrow(
      expect.objectContaining({
        code: "OPTION_INVALID",
        message: expect.stringMatching(new RegExp(`got "${name}"\\. Known are host, .*numCtx, .*maxRetries`)),
      }),
    );
  }
});

it.each(["", "two words", "a;b", 5])("refuses %o as the name of a model", name => {
  expect(() => ollama(name as string)).toThrow(expect.objectContaining({ code: "OPTION_INVALID" }));
});

it.each(["qwen3:8b", "hf.co/user/Model-GGUF:Q4_K_M", "llama3.2"])("takes %s as the name of a model", name => {
  expect(ollama(name)).toMatchObject({ specVersion: 1, provider: "ollama", name });
});

it("takes options that are undefined for absent ones", () => {
  expect(() => ollama("a", { host: undefined } as object)).not.toThrow();
});

it("says of a model only what it was told", () => {
  expect(ollama("llava").capabilities).toEqual({ tools: true });
  expect(ollama("a", { numCtx: 4096 }).capabilities).toEqual({ tools: true, contextTokens: 4096 });
  const capabilities = { tools: false, images: true, contextTokens: 9 };
  expect(ollama("a", { capabilities }).capabilities).toEqual(capabilities);
});

it("checks the options of every door", async () => {
  const options = { hots: "x" } as object;
  for (const call of [
    () => listOllamaModels(options),
    () => describeOllamaModel("a", options),
    () => openOllama("a", options),
    () => openOllama("two words"),
  ]) {
    await expect(call()).rejects.toMatchObject({ code: "OPTION_INVALID" });
  }
});
