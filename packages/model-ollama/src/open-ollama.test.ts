import { type OllamaServerModel, openOllamaServer } from "@tinycodeagent/testkit";
import { expect, it } from "vitest";
import { describeOllamaModel, listOllamaModels, type OllamaOptions, openOllama } from "./index.ts";

const models: readonly OllamaServerModel[] = [
  { name: "all", capabilities: ["completion", "tools", "thinking", "vision"], contextTokens: 8192 },
  { name: "plain:1b", capabilities: ["completion"], contextTokens: 4096, parameters: "stop x\nnum_ctx 2048" },
  { name: "embed", capabilities: ["embedding"] },
];

async function open(name: string, options: OllamaOptions = {}) {
  await using server = await openOllamaServer([], { models });
  return await openOllama(name, { host: server.url, ...options });
}

it("lists what is installed", async () => {
  await using server = await openOllamaServer([], { models });
  expect(await listOllamaModels({ host: server.url })).toEqual([
    { name: "all:latest", sizeBytes: 4_000_000_000 },
    { name: "plain:1b", sizeBytes: 4_000_000_000 },
    { name: "embed:latest", sizeBytes: 4_000_000_000 },
  ]);
});

it("describes a model by what the server says", async () => {
  await using server = await openOllamaServer([], { models });
  expect(await describeOllamaModel("plain:1b", { host: server.url })).toEqual({
    name: "plain:1b",
    abilities: ["completion"],
    capabilities: { tools: false, images: false, contextTokens: 4096 },
    presetContextTokens: 2048,
  });
});

it("opens a model with what it really can do", async () => {
  expect((await open("all")).capabilities).toEqual({ tools: true, images: true });
  expect((await open("plain:1b")).capabilities).toEqual({ tools: false, images: false, contextTokens: 2048 });
});

it("knows the context window from numCtx, never beyond what the model can take", async () => {
  expect((await open("all", { numCtx: 4096 })).capabilities.contextTokens).toBe(4096);
  expect((await open("all", { numCtx: 100_000 })).capabilities.contextTokens).toBe(8192);
  expect((await open("plain:1b", { numCtx: 1024 })).capabilities.contextTokens).toBe(1024);
});

it("lets the caller's capabilities override the server's", async () => {
  expect((await open("all", { capabilities: { tools: false } })).capabilities).toEqual({
    tools: false,
    images: true,
  });
});

it("opens a model that then chats with the options it was opened with", async () => {
  await using server = await openOllamaServer(["ok"], { models });
  const model = await openOllama("all", { host: server.url, temperature: 0, think: true });
  const request = { messages: [], tools: [], signal: new AbortController().signal };
  const messages = [{ role: "user", content: [{ type: "text", text: "Hi" }] }] as const;
  for await (const _ of model.stream({ ...request, messages }));
  expect(server.requests.at(-1)?.body).toMatchObject({ options: { temperature: 0 }, think: true });
  expect(server.requests.map(entry => entry.path)).toEqual(["/api/show", "/api/chat"]);
});

it("refuses a model that cannot chat, and thinking where there is none", async () => {
  await expect(open("embed")).rejects.toMatchObject({ code: "MODEL_REFUSED" });
  await expect(open("plain:1b", { think: true })).rejects.toMatchObject({ code: "OPTION_INVALID" });
  await expect(open("plain:1b", { think: false })).resolves.toBeDefined();
});

it("names what is installed when the model is missing", async () => {
  await expect(open("mistral")).rejects.toMatchObject({
    code: "MODEL_UNKNOWN",
    message: expect.stringMatching(/`ollama pull mistral`; installed are all:latest, plain:1b, embed:latest/),
  });
  await using empty = await openOllamaServer([], { models: [] });
  await expect(openOllama("mistral", { host: empty.url })).rejects.toMatchObject({
    message: expect.stringContaining("no model is installed"),
  });
});

it("says how to start a server where there is none, without retrying", async () => {
  const server = await openOllamaServer();
  await server.close();
  const options = { host: server.url };
  for (const call of [() => openOllama("a", options), () => listOllamaModels(options)]) {
    await expect(call()).rejects.toMatchObject({
      code: "MODEL_UNREACHABLE",
      message: expect.stringContaining("Start it with `ollama serve`"),
    });
  }
});

it.each([
  ["/api/tags", "<html>"],
  ["/api/tags", '{"models":{}}'],
  ["/api/tags", '{"models":[{"name":5}]}'],
  ["/api/tags", "null"],
  ["/api/show", "null"],
  ["/api/show", '{"model_info":{}}'],
  ["/api/show", '{"capabilities":[1]}'],
])("does not trust the answer of %s: %s is invalid", async (path, body) => {
  await using server = await openOllamaServer([], { models, bodies: { [path]: body } });
  const options = { host: server.url };
  const call = path === "/api/tags" ? listOllamaModels(options) : describeOllamaModel("all", options);
  await expect(call).rejects.toMatchObject({ code: "MODEL_RESPONSE_INVALID" });
});

it.each([
  ["{}", undefined],
  ['{"general.architecture":"x","x.context_length":"big"}', undefined],
  ['{"general.architecture":"x","x.context_length":77}', 77],
])("reads the context length from %s as %s", async (info, contextTokens) => {
  const body = `{"capabilities":["completion"],"model_info":${info},"parameters":7}`;
  await using server = await openOllamaServer([], { bodies: { "/api/show": body } });
  const { capabilities } = await describeOllamaModel("all", { host: server.url });
  expect(capabilities.contextTokens).toBe(contextTokens);
});

it("is aborted while it waits for a server that never answers", async () => {
  const silent = (() => new Promise<Response>(() => {})) as typeof fetch;
  for (const call of [
    () => listOllamaModels({ fetch: silent }, { signal: AbortSignal.timeout(30) }),
    () => openOllama("a", { fetch: silent }, { signal: AbortSignal.timeout(30) }),
    () => openOllama("a", { fetch: silent }, { signal: AbortSignal.abort() }),
  ]) {
    await expect(call()).rejects.toMatchObject({ code: "ABORTED" });
  }
});
