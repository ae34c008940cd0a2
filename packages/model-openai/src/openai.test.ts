import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { ModelEvent, ModelRequest } from "@tinycodeagent/core";
import { type ModelServerReply, openModelServer } from "@tinycodeagent/testkit";
import { afterEach, describe, expect, it, vi } from "vitest";
import { openai } from "./openai.ts";
import type { OpenAIOptions } from "./options/openai-options.ts";

const modes = [
  ["streaming", true],
  ["not streaming", false],
] as const;

const addTool = {
  name: "add",
  description: "Adds",
  inputSchema: { type: "object", properties: { a: { type: "number" } } },
};

const ask: ModelRequest = {
  messages: [{ role: "user", content: [{ type: "text", text: "Hello" }] }],
  tools: [addTool],
  signal: new AbortController().signal,
};

/** All events of one call, and the server's view of it. */
async function exchange(
  reply: ModelServerReply,
  options: OpenAIOptions = {},
  request: Partial<ModelRequest> = {},
) {
  await using server = await openModelServer([reply]);
  const model = openai("gpt-test", { baseURL: server.url, apiKey: "k", maxRetries: 0, ...options });
  const events: ModelEvent[] = [];
  for await (const event of model.stream({ ...ask, ...request })) events.push(event);
  const finish = events.at(-1);
  if (finish?.type !== "finish") throw new Error("The last event is not the finish.");
  return { events, finish, sent: server.requests[0], body: server.requests[0]?.body };
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe.each(modes)("%s", (_, stream) => {
  it("gives the text of a reply, whole in the last event", async () => {
    const { events, finish } = await exchange("Grüße, 世界! 🎉 How are you?", { stream });
    expect(finish).toEqual({
      type: "finish",
      message: { role: "assistant", content: [{ type: "text", text: "Grüße, 世界! 🎉 How are you?" }] },
      usage: { inputTokens: 10, cachedInputTokens: 0, outputTokens: 5, reasoningTokens: 0, requests: 1 },
      finishReason: "stop",
    });
    const deltas = events.map(event => (event.type === "text" ? event.text : ""));
    expect(deltas.join("")).toBe("Grüße, 世界! 🎉 How are you?");
    expect(events.slice(0, -1).every(event => event.type === "text")).toBe(true);
    expect(events.length > 2).toBe(stream);
  });

  it("puts parallel calls together, and keeps arguments that are not JSON as they are", async () => {
    const { events, finish } = await exchange(
      {
        kind: "message",
        text: "Adding.",
        toolCalls: [
          { name: "add", arguments: { a: 1, b: "a longer value" } },
          { name: "add", arguments: '{"a": ' },
        ],
        chunkSize: 3,
      },
      { stream },
    );
    const calls = [
      { type: "tool_call", id: "call_1", name: "add", inputText: '{"a":1,"b":"a longer value"}' },
      { type: "tool_call", id: "call_2", name: "add", inputText: '{"a": ' },
    ];
    expect(finish.message.content).toEqual([{ type: "text", text: "Adding." }, ...calls]);
    expect(finish.finishReason).toBe("tool_calls");
    const starts = events.filter(event => event.type === "tool_call_start");
    expect(starts).toEqual([
      { type: "tool_call_start", id: "call_1", name: "add" },
      { type: "tool_call_start", id: "call_2", name: "add" },
    ]);
    for (const { id, inputText } of calls) {
      const deltas = events.filter(event => event.type === "tool_call_delta" && event.id === id);
      expect(deltas.map(event => (event.type === "tool_call_delta" ? event.inputText : "")).join("")).toBe(
        inputText,
      );
    }
  });

  it("counts cached and reasoning tokens as parts of their totals", async () => {
    const usage = { inputTokens: 100, cachedInputTokens: 64, outputTokens: 30, reasoningTokens: 20 };
    const { finish } = await exchange({ kind: "message", text: "hi", usage }, { stream });
    expect(finish.usage).toEqual({ ...usage, requests: 1 });
  });

  it("counts the request although the server tells no usage", async () => {
    const { finish } = await exchange({ kind: "message", text: "hi", usage: null }, { stream });
    expect(finish.usage).toEqual({
      inputTokens: 0,
      cachedInputTokens: 0,
      outputTokens: 0,
      reasoningTokens: 0,
      requests: 1,
    });
  });

  it("shows reasoning, and keeps it in the form the server may want back", async () => {
    const { events, finish } = await exchange(
      { kind: "message", reasoning: "Let me think.", text: "42" },
      { stream },
    );
    expect(events[0]?.type).toBe("reasoning");
    expect(finish.message.content).toEqual([
      { type: "reasoning", text: "Let me think." },
      {
        type: "opaque",
        provider: "openai",
        data: { host: expect.any(String), message: { reasoning_content: "Let me think." }, calls: {} },
      },
      { type: "text", text: "42" },
    ]);
  });

  it.each([
    ["stop", "stop"],
    ["length", "length"],
    ["content_filter", "filtered"],
    ["made_up", "other"],
  ])("says why a reply ended: %s is %s", async (wire, finishReason) => {
    const { finish } = await exchange({ kind: "message", text: "hi", finishReason: wire }, { stream });
    expect(finish.finishReason).toBe(finishReason);
  });

  it("takes calls beside the reason `stop` for calls", async () => {
    const toolCalls = [{ name: "add", arguments: {} }];
    const { finish } = await exchange({ kind: "message", toolCalls, finishReason: "stop" }, { stream });
    expect(finish.finishReason).toBe("tool_calls");
  });

  it("gives a refusal as text that was filtered", async () => {
    const { finish } = await exchange({ kind: "message", refusal: "I cannot do that." }, { stream });
    expect(finish).toMatchObject({
      finishReason: "filtered",
      message: { content: [{ type: "text", text: "I cannot do that." }] },
    });
  });

  it("lets a reply be empty that was cut off by its limit", async () => {
    const { finish } = await exchange({ kind: "message", finishReason: "length" }, { stream });
    expect(finish).toMatchObject({ finishReason: "length", message: { content: [] } });
  });

  it("sends every option under the name that the API has for it", async () => {
    const { sent, body } = await exchange("hi", {
      stream,
      organization: "org-1",
      headers: { "X-Team": "blue" },
      temperature: 0.5,
      topP: 0.9,
      maxOutputTokens: 50,
      reasoningEffort: "low",
    });
    expect(body).toEqual({
      model: "gpt-test",
      messages: [{ role: "user", content: "Hello" }],
      tools: [
        {
          type: "function",
          function: { name: "add", description: "Adds", parameters: addTool.inputSchema },
        },
      ],
      max_completion_tokens: 50,
      temperature: 0.5,
      top_p: 0.9,
      reasoning_effort: "low",
      ...(stream ? { stream: true, stream_options: { include_usage: true } } : { stream: false }),
    });
    expect(sent?.headers).toMatchObject({
      authorization: "Bearer k",
      "openai-organization": "org-1",
      "x-team": "blue",
    });
  });
});

it("reads characters that are split across packets", async () => {
  const text = "Grüße, 世界! 🎉";
  const { finish } = await exchange({ kind: "message", text, bytesPerWrite: 1 });
  expect(finish.message.content).toEqual([{ type: "text", text }]);
});

it("prefers the request's limit of tokens, and uses the name of the field that it was told", async () => {
  const options = { maxOutputTokens: 50, maxTokensField: "max_tokens" } as const;
  const { body } = await exchange("hi", options, { maxOutputTokens: 7 });
  expect(body).toMatchObject({ max_tokens: 7 });
  expect(body).not.toHaveProperty("max_completion_tokens");
});

it("passes the choice of tools on, and none of it without tools", async () => {
  expect((await exchange("hi", {}, { toolChoice: "none" })).body).toMatchObject({ tool_choice: "none" });
  expect((await exchange("hi", {}, { toolChoice: "auto" })).body).not.toHaveProperty("tool_choice");
  expect((await exchange("hi", {}, { toolChoice: "none", tools: [] })).body).not.toHaveProperty(
    "tool_choice",
  );
});

it("sends no tools for a model that has none", async () => {
  const { body } = await exchange("hi", { capabilities: { tools: false } }, { toolChoice: "required" });
  expect(body).not.toHaveProperty("tools");
  expect(body).not.toHaveProperty("tool_choice");
});

it("sends no authorization to a server that needs no key", async () => {
  vi.stubEnv("OPENAI_API_KEY", undefined);
  const { sent } = await exchange("hi", { apiKey: undefined });
  expect(sent?.headers).not.toHaveProperty("authorization");
});

it("goes to OpenAI with the environment's key, whatever else the environment says", async () => {
  vi.stubEnv("OPENAI_API_KEY", "environment-key\n");
  vi.stubEnv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1");
  vi.stubEnv("OPENAI_ORG_ID", "org-environment");
  const seen: unknown[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const headers = new Headers(init?.headers);
    seen.push(String(input), headers.get("authorization"), headers.get("openai-organization"));
    return Response.json({ error: { message: "no" } }, { status: 400 });
  };
  const first = openai("m", { fetch }).stream(ask)[Symbol.asyncIterator]().next();
  await expect(first).rejects.toMatchObject({ code: "MODEL_REFUSED" });
  expect(seen).toEqual(["https://api.openai.com/v1/chat/completions", "Bearer environment-key", null]);
});

it("does not load the openai package before the first call", async () => {
  const source = `
    import { registerHooks } from "node:module";
    const loaded = [];
    registerHooks({ resolve: (name, context, next) => { loaded.push(name); return next(name, context); } });
    const { openai } = await import(${JSON.stringify(new URL("./index.ts", import.meta.url))});
    const model = openai("m", { baseURL: "http://127.0.0.1:1/v1", maxRetries: 0 });
    const before = loaded.includes("openai");
    await model.stream({ messages: [], tools: [], signal: new AbortController().signal })[Symbol.asyncIterator]().next().catch(() => {});
    console.log(before, loaded.includes("openai"));
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", source]);
  expect(stdout).toBe("false true\n");
});
