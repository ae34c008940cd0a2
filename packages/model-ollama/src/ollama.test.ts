import type { Message, ModelEvent, ModelRequest } from "@tinycodeagent/core";
import { type OllamaScript, type OllamaServerOptions, openOllamaServer } from "@tinycodeagent/testkit";
import { expect, it } from "vitest";
import { type OllamaOptions, ollama } from "./index.ts";

const user: Message = { role: "user", content: [{ type: "text", text: "Hello" }] };
const everything: OllamaServerOptions = {
  models: [{ name: "all", capabilities: ["completion", "tools", "thinking", "vision"] }],
};

async function chat(script: OllamaScript, options: OllamaOptions = {}, request: Partial<ModelRequest> = {}) {
  await using server = await openOllamaServer(script, everything);
  const model = ollama("all", { host: server.url, maxRetries: 0, ...options });
  const events: ModelEvent[] = [];
  const full = { messages: [user], tools: [], signal: new AbortController().signal, ...request };
  for await (const event of model.stream(full)) events.push(event);
  server.assertUsedUp();
  expect(server.warnings).toEqual([]);
  return { events, finish: finishOf(events), body: server.requests[0]?.body, request: server.requests[0] };
}

function finishOf(events: readonly ModelEvent[]): Extract<ModelEvent, { type: "finish" }> {
  const last = events.at(-1);
  if (last?.type !== "finish") throw new Error(`Expected finish last, got ${last?.type}.`);
  return last;
}

it("streams text as it comes and finishes with the whole message and its usage", async () => {
  const { events, finish } = await chat([
    { text: "Good morning!", chunkChars: 5, inputTokens: 11, outputTokens: 4 },
  ]);
  expect(events.slice(0, -1)).toEqual([
    { type: "text", text: "Good " },
    { type: "text", text: "morni" },
    { type: "text", text: "ng!" },
  ]);
  expect(finish).toEqual({
    type: "finish",
    message: { role: "assistant", content: [{ type: "text", text: "Good morning!" }] },
    usage: { inputTokens: 11, cachedInputTokens: 0, outputTokens: 4, reasoningTokens: 0, requests: 1 },
    finishReason: "stop",
  });
});

it("keeps thinking apart from the text", async () => {
  const { events, finish } = await chat([{ thinking: "It is early.", text: "Morning.", chunkChars: 20 }]);
  expect(events.map(event => event.type)).toEqual(["reasoning", "text", "finish"]);
  expect(finish.message.content).toEqual([
    { type: "reasoning", text: "It is early." },
    { type: "text", text: "Morning." },
  ]);
});

it("gives each tool call an id of its own, also equal ones and across replies", async () => {
  const calls = [1, 1].map(n => ({ name: "add", arguments: { n, list: [null, "ü"] } }));
  const replies = [await chat([{ text: "Adding.", calls }]), await chat([{ calls }])];
  const parts = replies.flatMap(({ finish }) =>
    finish.message.content.filter(part => part.type === "tool_call"),
  );
  expect(new Set(parts.map(part => part.id)).size).toBe(4);
  for (const part of parts)
    expect(part).toMatchObject({ name: "add", inputText: '{"n":1,"list":[null,"ü"]}' });
  expect(replies[0]?.finish.finishReason).toBe("tool_calls");
  const [first] = parts;
  expect(replies[0]?.events).toContainEqual({ type: "tool_call_start", id: first?.id, name: "add" });
  expect(replies[0]?.events).toContainEqual({
    type: "tool_call_delta",
    id: first?.id,
    inputText: first?.inputText,
  });
});

it("passes characters on whole that were split over writes", async () => {
  const { finish } = await chat([{ text: "Grüße, 世界 🌍", writeBytes: 1 }]);
  expect(finish.message.content).toEqual([{ type: "text", text: "Grüße, 世界 🌍" }]);
});

it("finishes an empty reply with no content, for the agent to judge", async () => {
  expect((await chat([""])).finish).toMatchObject({ message: { content: [] }, finishReason: "stop" });
});

it.each([
  ["stop", "stop"],
  ["length", "length"],
  ["load", "other"],
])("takes the done reason %s for %s", async (doneReason, finishReason) => {
  expect((await chat([{ text: "a", doneReason }])).finish.finishReason).toBe(finishReason);
});

it("sends nothing that was not asked for", async () => {
  expect((await chat(["ok"])).body).toEqual({
    model: "all",
    messages: [{ role: "user", content: "Hello" }],
    stream: true,
  });
});

it.each<[OllamaOptions, Record<string, unknown>]>([
  [{ numCtx: 4096 }, { num_ctx: 4096 }],
  [{ numPredict: 100 }, { num_predict: 100 }],
  [{ temperature: 0 }, { temperature: 0 }],
  [{ topP: 0.9 }, { top_p: 0.9 }],
  [{ topK: 40 }, { top_k: 40 }],
  [{ minP: 0.05 }, { min_p: 0.05 }],
  [{ repeatPenalty: 1.1 }, { repeat_penalty: 1.1 }],
  [{ repeatLastN: -1 }, { repeat_last_n: -1 }],
  [{ seed: 7 }, { seed: 7 }],
  [{ stop: ["END"] }, { stop: ["END"] }],
  [{ numThread: 4 }, { num_thread: 4 }],
  [{ numGpu: 0 }, { num_gpu: 0 }],
])("sends the option %o as %o", async (options, sent) => {
  expect((await chat(["ok"], options)).body).toMatchObject({ options: sent });
});

it("sends all options together, each once", async () => {
  const { body } = await chat(["ok"], {
    temperature: 0.5,
    topP: 1,
    numCtx: 2048,
    keepAlive: "10m",
    think: "low",
  });
  expect(body).toMatchObject({
    options: { temperature: 0.5, top_p: 1, num_ctx: 2048 },
    keep_alive: "10m",
    think: "low",
  });
});

it.each([-1, 0, 300, "1h30m"])("sends keepAlive %s as it is", async keepAlive => {
  expect((await chat(["ok"], { keepAlive })).body).toMatchObject({ keep_alive: keepAlive });
});

it.each([true, false])("sends think %s as it is", async think => {
  expect((await chat(["ok"], { think })).body).toMatchObject({ think });
});

it("lets the request's own output limit win over the option", async () => {
  const { body } = await chat(["ok"], { numPredict: 100 }, { maxOutputTokens: 20 });
  expect(body).toMatchObject({ options: { num_predict: 20 } });
});

it("sends its headers, and goes through the fetch that it is given", async () => {
  const urls: string[] = [];
  const { request } = await chat(["ok"], {
    headers: { Authorization: "Bearer abc", "X-Team": "blue" },
    fetch: (input, init) => {
      urls.push(String(input));
      return fetch(input, init);
    },
  });
  expect(request?.headers).toMatchObject({ authorization: "Bearer abc", "x-team": "blue" });
  expect(urls).toEqual([expect.stringMatching(/\/api\/chat$/)]);
});

const add = {
  name: "add",
  description: "Adds.",
  inputSchema: { type: "object", properties: { n: { type: "number" } }, required: ["n"] },
};

it("sends tools with their schemas", async () => {
  const { name, description, inputSchema: parameters } = add;
  expect((await chat(["ok"], {}, { tools: [add] })).body).toMatchObject({
    tools: [{ type: "function", function: { name, description, parameters } }],
  });
});

it("sends no tools to a model without them, nor when none may be called", async () => {
  const without = { capabilities: { tools: false } };
  expect((await chat(["ok"], without, { tools: [add] })).body).not.toHaveProperty("tools");
  expect((await chat(["ok"], {}, { tools: [add], toolChoice: "none" })).body).not.toHaveProperty("tools");
});

it("sends a history in a form that the strict server takes", async () => {
  const picture = { type: "image", mediaType: "image/png", data: new Uint8Array([0, 255, 1]) } as const;
  const messages: Message[] = [
    { role: "system", content: "Be brief." },
    { role: "user", content: [{ type: "text", text: "What is " }, { type: "text", text: "this?" }, picture] },
    {
      role: "assistant",
      content: [
        { type: "reasoning", text: "I look." },
        { type: "text", text: "Looking." },
        { type: "opaque", provider: "other", data: { signed: true } },
        { type: "tool_call", id: "a", name: "look", inputText: '{"at":"it"}' },
        { type: "tool_call", id: "b", name: "zoom", inputText: "not JSON" },
        { type: "tool_call", id: "c", name: "look", inputText: "[1]" },
      ],
    },
    { role: "tool", callId: "a", name: "look", content: [picture], isError: false },
    { role: "tool", callId: "b", name: "zoom", content: [{ type: "text", text: "bad" }], isError: true },
    { role: "tool", callId: "c", name: "look", content: [{ type: "text", text: "bad" }], isError: true },
  ];
  const { body } = await chat(["ok"], { capabilities: { images: true } }, { messages });
  expect(body).toMatchObject({
    messages: [
      { role: "system", content: "Be brief." },
      { role: "user", content: "What is this?", images: ["AP8B"] },
      {
        role: "assistant",
        content: "Looking.",
        thinking: "I look.",
        tool_calls: [
          { function: { name: "look", arguments: { at: "it" } } },
          { function: { name: "zoom", arguments: { invalid_arguments: "not JSON" } } },
          { function: { name: "look", arguments: { invalid_arguments: "[1]" } } },
        ],
      },
      { role: "tool", tool_name: "look", content: "", images: ["AP8B"] },
      { role: "tool", tool_name: "zoom", content: "bad" },
      { role: "tool", tool_name: "look", content: "bad" },
    ],
  });
});

it("refuses pictures for a model that is not said to take them, before sending anything", async () => {
  const picture = { type: "image", mediaType: "image/png", data: new Uint8Array([1]) } as const;
  const messages: Message[] = [{ role: "user", content: [picture] }];
  await expect(chat([], {}, { messages })).rejects.toMatchObject({
    code: "MODEL_REFUSED",
    message: expect.stringContaining("openOllama"),
  });
});
