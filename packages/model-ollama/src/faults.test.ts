import type { Message, ModelEvent } from "@tinycodeagent/core";
import { type OllamaScript, type OllamaServer, openOllamaServer } from "@tinycodeagent/testkit";
import { expect, it } from "vitest";
import { type OllamaOptions, ollama } from "./index.ts";

const messages: Message[] = [{ role: "user", content: [{ type: "text", text: "Hello" }] }];

interface Outcome {
  readonly events: readonly ModelEvent[];
  readonly error: unknown;
  readonly retries: readonly ModelEvent[];
}

async function stream(
  server: OllamaServer | { url: string },
  options: OllamaOptions = {},
  signal: AbortSignal = new AbortController().signal,
  name = "test-model",
): Promise<Outcome> {
  const events: ModelEvent[] = [];
  const model = ollama(name, { host: server.url, maxRetries: 2, ...options });
  let error: unknown;
  try {
    for await (const event of model.stream({ messages, tools: [], signal })) events.push(event);
  } catch (thrown) {
    error = thrown;
  }
  return { events, error, retries: events.filter(event => event.type === "retry") };
}

async function chat(script: OllamaScript, options?: OllamaOptions, signal?: AbortSignal) {
  await using server = await openOllamaServer(script);
  const outcome = await stream(server, options, signal);
  server.assertUsedUp();
  return outcome;
}

const now = { "retry-after-ms": "1" };
const busy = { kind: "status", status: 503, error: "server busy", headers: now } as const;

it.each([429, 500, 502, 503])("repeats a call that was answered with %i, and counts it", async status => {
  const { events, retries } = await chat([{ ...busy, status }, "ok"]);
  expect(retries).toMatchObject([{ attempt: 1, delayMs: 1, reason: expect.stringContaining(`${status}`) }]);
  expect(events.at(-1)).toMatchObject({ type: "finish", usage: { requests: 2 } });
});

it.each([
  [429, "MODEL_RATE_LIMITED"],
  [500, "MODEL_FAILED"],
])("gives up after its retries on %i as %s", async (status, code) => {
  const { error, retries } = await chat([busy, busy, { ...busy, status }]);
  expect(retries).toHaveLength(2);
  expect(error).toMatchObject({ code, details: { status } });
});

it.each([
  [400, "MODEL_REFUSED"],
  [401, "MODEL_KEY_MISSING"],
  [403, "MODEL_KEY_MISSING"],
  [408, "MODEL_REFUSED"],
  [422, "MODEL_REFUSED"],
])("never repeats a call that was answered with %i, which is %s", async (status, code) => {
  const { error, retries } = await chat([{ kind: "status", status, error: "no", headers: now }]);
  expect(retries).toEqual([]);
  expect(error).toMatchObject({ code, message: expect.stringContaining(`got ${status}: no`) });
});

it("waits as long as Retry-After says, in seconds", async () => {
  const startedMs = Date.now();
  const { retries } = await chat([{ ...busy, headers: { "retry-after": "0.2" } }, "ok"]);
  expect(retries).toMatchObject([{ delayMs: 200 }]);
  expect(Date.now() - startedMs).toBeGreaterThanOrEqual(195);
});

it("gives up at once when Retry-After is longer than anyone waits", async () => {
  const { error, retries } = await chat([{ ...busy, status: 429, headers: { "retry-after": "3600" } }]);
  expect(retries).toEqual([]);
  expect(error).toMatchObject({ code: "MODEL_RATE_LIMITED" });
});

it("repeats a call whose connection broke before any byte or in the middle, and voids what came", async () => {
  const { events } = await chat([{ kind: "cut" }, { text: "half a re", ending: "cut" }, "whole"]);
  expect(events.filter(event => event.type === "retry")).toHaveLength(2);
  expect(events.at(-1)).toMatchObject({
    message: { content: [{ type: "text", text: "whole" }] },
    usage: { requests: 3 },
  });
});

it("reports a connection that broke each time as unreachable", async () => {
  const { error } = await chat([{ text: "half", ending: "cut" }], { maxRetries: 0 });
  expect(error).toMatchObject({
    code: "MODEL_UNREACHABLE",
    message: expect.stringContaining("broke in the middle"),
  });
});

it("repeats a reply that ended before it was done, and at last calls it invalid", async () => {
  const { error, retries } = await chat([{ text: "half", ending: "end" }, { ending: "end" }], {
    maxRetries: 1,
  });
  expect(retries).toHaveLength(1);
  expect(error).toMatchObject({ code: "MODEL_RESPONSE_INVALID" });
});

it("repeats a reply in which the server reports an error of its own, and passes its words on", async () => {
  const broken = { text: "half", ending: { error: "the model runner stopped" } } as const;
  expect((await chat([broken, "ok"])).events.at(-1)).toMatchObject({ type: "finish" });
  const { error } = await chat([broken], { maxRetries: 0 });
  expect(error).toMatchObject({
    code: "MODEL_FAILED",
    message: expect.stringContaining("the model runner stopped"),
  });
});

it.each([
  ["garbage", "<html>502</html>"],
  ["a line that is no object", "[1]"],
  ["an empty message", '{"message":"hi"}'],
  ["text that is a number", '{"message":{"content":5}}'],
  ["calls that are no list", '{"message":{"content":"","tool_calls":{}}}'],
  ["a call without a function", '{"message":{"content":"","tool_calls":[{}]}}'],
  ["a call without a name", '{"message":{"content":"","tool_calls":[{"function":{"arguments":{}}}]}}'],
  [
    "arguments that are text",
    '{"message":{"content":"","tool_calls":[{"function":{"name":"a","arguments":"{}"}}]}}',
  ],
])("calls %s an invalid reply, once", async (_, line) => {
  const { error, retries } = await chat([{ kind: "raw", lines: [line, '{"done":true}'] }]);
  expect(error).toMatchObject({ code: "MODEL_RESPONSE_INVALID" });
  expect(retries).toEqual([]);
});

it("skips empty lines and members that it does not know, and takes counts that make no sense for zero", async () => {
  const lines = [
    "",
    '{"message":{"content":"a","mood":1},"new":true}',
    '{"done":true,"eval_count":-1,"prompt_eval_count":"many"}',
  ];
  const { events } = await chat([{ kind: "raw", lines }]);
  expect(events.at(-1)).toMatchObject({
    message: { content: [{ type: "text", text: "a" }] },
    usage: { inputTokens: 0, outputTokens: 0 },
  });
});

it("does not read a line without end", async () => {
  const { error } = await chat([{ kind: "raw", lines: ["x".repeat(9 * 1024 * 1024)] }]);
  expect(error).toMatchObject({
    code: "MODEL_RESPONSE_INVALID",
    message: expect.stringContaining("characters"),
  });
});

it("does not read a reply without end", async () => {
  const line = JSON.stringify({ padding: "x".repeat(1024 * 1024) });
  const { error } = await chat([{ kind: "raw", lines: Array<string>(65).fill(line) }]);
  expect(error).toMatchObject({ code: "MODEL_RESPONSE_INVALID", message: expect.stringContaining("bytes") });
});

it("does not wait for a silent server longer than its time limit", async () => {
  const startedMs = Date.now();
  const options = { timeoutMs: 100, maxRetries: 0 };
  for (const reply of [{ kind: "hang" }, { text: "half", ending: "hang" }] as const) {
    const { error } = await chat([reply], options);
    expect(error).toMatchObject({ code: "MODEL_UNREACHABLE", message: expect.stringContaining("100 ms") });
  }
  expect(Date.now() - startedMs).toBeLessThan(3000);
});

it("does not take a slow reply for a silent one", async () => {
  const { events } = await chat([{ text: "slow but alive", chunkChars: 1, delayMs: 30 }], { timeoutMs: 200 });
  expect(events.at(-1)).toMatchObject({ message: { content: [{ type: "text", text: "slow but alive" }] } });
});

it("says how to start a server where there is none", async () => {
  const server = await openOllamaServer();
  await server.close();
  const { error } = await stream(server, { maxRetries: 0 });
  expect(error).toMatchObject({
    code: "MODEL_UNREACHABLE",
    message: expect.stringMatching(/ECONNREFUSED.*Start it with `ollama serve`/),
  });
});

it("names what is installed, and how to fetch the rest, for a model that is not there", async () => {
  const models = [{ name: "qwen3:8b" }, { name: "llama3.2" }];
  await using server = await openOllamaServer([], { models });
  const { error, retries } = await stream(server, {}, undefined, "mistral:7b");
  expect(retries).toEqual([]);
  expect(error).toMatchObject({ code: "MODEL_UNKNOWN" });
  expect((error as Error).message).toContain('"mistral:7b". Fetch it with `ollama pull mistral:7b`');
  expect((error as Error).message).toContain("installed are qwen3:8b, llama3.2:latest");
});

it("does not take any other server's 404 for a missing model", async () => {
  await using server = await openOllamaServer();
  const { error } = await stream({ url: `${server.url}/elsewhere` });
  expect(error).toMatchObject({
    code: "MODEL_REFUSED",
    message: expect.stringContaining("Check that `host`"),
  });
});

it("passes a refusal for what the model cannot do on in the server's words", async () => {
  await using server = await openOllamaServer([], {});
  const { error } = await stream(server, { think: true });
  expect(error).toMatchObject({
    code: "MODEL_REFUSED",
    message: expect.stringContaining("does not support thinking"),
  });
});

it("keeps its headers out of errors even when the server echoes them", async () => {
  const secret = "very-secret-token";
  const echo = { kind: "status", status: 401, error: `bad token ${secret}` } as const;
  const { error } = await chat([echo], { headers: { Authorization: `Bearer ${secret}` } });
  expect((error as Error).message).toContain("bad token [redacted]");
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(secret);
});

it("follows no redirect, so that its headers reach no other host", async () => {
  await using other = await openOllamaServer(["ok"]);
  const redirect = { kind: "status", status: 307, headers: { location: `${other.url}/api/chat` } } as const;
  const { error } = await chat([redirect], { headers: { "X-Key": "secret-key" } });
  expect(error).toMatchObject({ code: "MODEL_REFUSED", details: { status: 307 } });
  expect(other.requests).toEqual([]);
});
