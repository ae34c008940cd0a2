import { inspect } from "node:util";
import type { CodeAgentError, ErrorCode, ModelEvent } from "@tinycodeagent/core";
import { type ModelServerOptions, type ModelServerScript, openModelServer } from "@tinycodeagent/testkit";
import { describe, expect, it } from "vitest";
import { openai } from "./openai.ts";
import type { OpenAIOptions } from "./options/openai-options.ts";

const modes = [
  ["streaming", true],
  ["not streaming", false],
] as const;
const key = "sk-very-secret-0123456789";
const message = { kind: "message", text: "a text of several chunks" } as const;

/** What became of one call: its events, its error and the number of requests. */
async function outcome(
  script: ModelServerScript,
  options: OpenAIOptions = {},
  serverOptions: ModelServerOptions = {},
) {
  await using server = await openModelServer(script, serverOptions);
  const retryDelay = { baseMs: 1, maxMs: 1500 };
  const model = openai("gpt-test", { baseURL: server.url, apiKey: key, retryDelay, ...options });
  const events: ModelEvent[] = [];
  const error = await (async () => {
    const messages = [{ role: "user", content: [{ type: "text", text: "Hello" }] }] as const;
    const request = { messages, tools: [], signal: new AbortController().signal };
    for await (const event of model.stream(request)) events.push(event);
  })().catch((thrown: unknown) => thrown as CodeAgentError);
  const retries = events.flatMap(event => (event.type === "retry" ? [event] : []));
  return { events, error, retries, finish: events.at(-1), requests: server.requests.length };
}

describe.each(modes)("%s", (_, stream) => {
  const transient: readonly (readonly [string, ModelServerScript, ErrorCode])[] = [
    ["status 408", () => ({ kind: "error", status: 408 }), "MODEL_FAILED"],
    ["status 409", () => ({ kind: "error", status: 409 }), "MODEL_FAILED"],
    ["status 429", () => ({ kind: "error", status: 429 }), "MODEL_RATE_LIMITED"],
    ["status 500", () => ({ kind: "error", status: 500 }), "MODEL_FAILED"],
    ["status 503", () => ({ kind: "error", status: 503 }), "MODEL_FAILED"],
    ["a connection that ends before any byte", () => ({ kind: "cut" }), "MODEL_UNREACHABLE"],
    ["a connection that ends in the reply", () => ({ ...message, cutAfterChunks: 2 }), "MODEL_UNREACHABLE"],
    ["an empty list of choices", () => ({ kind: "empty" }), "MODEL_RESPONSE_INVALID"],
    ["a reply with nothing in it", () => ({ kind: "message" }), "MODEL_RESPONSE_INVALID"],
    ["garbage", () => ({ kind: "raw", body: "<html>Login</html>" }), "MODEL_RESPONSE_INVALID"],
    ["broken JSON", () => ({ kind: "raw", body: 'data: {"id": \n\n' }), "MODEL_RESPONSE_INVALID"],
    ["an empty body", () => ({ kind: "raw", body: "" }), "MODEL_RESPONSE_INVALID"],
    ["a list", () => ({ kind: "raw", body: stream ? "data: []\n\n" : "[]" }), "MODEL_RESPONSE_INVALID"],
    [
      "choices that are no list",
      () => ({ kind: "raw", body: `${stream ? "data: " : ""}{"choices": 5}\n\n` }),
      "MODEL_RESPONSE_INVALID",
    ],
    [
      "a call without a name",
      () => ({ kind: "message", toolCalls: [{ name: "", arguments: {} }] }),
      "MODEL_RESPONSE_INVALID",
    ],
  ];

  it.each(transient)("tries again after %s, and in the end gives its code", async (_, script, code) => {
    const { error, retries, requests } = await outcome(script, { stream, maxRetries: 2 });
    expect(error).toMatchObject({ name: "CodeAgentError", code });
    expect(retries.map(retry => retry.attempt)).toEqual([1, 2]);
    expect(requests).toBe(3);
  });

  const permanent: readonly (readonly [number, ErrorCode])[] = [
    [400, "MODEL_REFUSED"],
    [401, "MODEL_KEY_MISSING"],
    [403, "MODEL_REFUSED"],
    [404, "MODEL_UNKNOWN"],
    [413, "MODEL_REFUSED"],
    [422, "MODEL_REFUSED"],
  ];

  it.each(permanent)("never repeats what was refused with status %s", async (status, code) => {
    const { error, requests } = await outcome([{ kind: "error", status, message: "Because." }], { stream });
    expect(error).toMatchObject({ code, details: { status } });
    expect(error?.message).toMatch(/^Expected .* got status \d+: \d* ?Because\. [A-Z].*\.$/);
    expect(requests).toBe(1);
  });

  it("goes on after a fault, and counts every request", async () => {
    const script: ModelServerScript = [{ kind: "error", status: 500 }, { kind: "cut" }, message];
    const { error, finish, retries } = await outcome(script, { stream });
    expect(error).toBeUndefined();
    expect(retries.map(retry => retry.reason)).toEqual([
      expect.stringContaining("status 500"),
      expect.stringContaining("failed connection"),
    ]);
    expect(finish).toMatchObject({ type: "finish", usage: { inputTokens: 10, requests: 3 } });
  });

  it("counts the tokens of a reply that was thrown away", async () => {
    const { finish } = await outcome([{ kind: "message" }, message], { stream });
    expect(finish).toMatchObject({ usage: { inputTokens: 20, outputTokens: 10, requests: 2 } });
  });

  it("gives up at once when it is asked to wait beyond its bound", async () => {
    const { error, requests } = await outcome([{ kind: "error", status: 429, retryAfter: 3600 }], { stream });
    expect(error).toMatchObject({ code: "MODEL_RATE_LIMITED" });
    expect(requests).toBe(1);
  });

  it("does not repeat a request for which there is no quota", async () => {
    const code = "insufficient_quota";
    const { error, requests } = await outcome([{ kind: "error", status: 429, code }], { stream });
    expect(error).toMatchObject({ code: "MODEL_RATE_LIMITED", details: { code } });
    expect(requests).toBe(1);
  });

  it("takes silence for a lost connection, and tries again", async () => {
    const { error, finish, requests } = await outcome([{ kind: "hang" }, message], {
      stream,
      timeoutMs: 100,
    });
    expect(error).toBeUndefined();
    expect([finish?.type, requests]).toEqual(["finish", 2]);
  });

  it("names the time limit when the server stays silent", async () => {
    const { error } = await outcome(() => ({ kind: "hang" }), { stream, timeoutMs: 50, maxRetries: 1 });
    expect(error).toMatchObject({ code: "MODEL_UNREACHABLE" });
    expect(error?.message).toContain("nothing for 50 ms");
  });

  it("shows neither key nor headers, also when the server says them", async () => {
    const echo = `Bad key ${key} with team blue-4711.`;
    const script = [{ kind: "error", status: 401, message: echo, code: "invalid_api_key" }] as const;
    const { error } = await outcome(script, { stream, headers: { "X-Team": "blue-4711" } });
    expect(error?.message).toContain("Bad key [secret] with team [secret].");
    expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/sk-very|blue-4711/);
  });

  it("keeps a long answer of the server out of its error", async () => {
    const body = "<p>oops</p>".repeat(10_000);
    const { error } = await outcome([{ kind: "raw", status: 400, body, contentType: "text/html" }], {
      stream,
    });
    expect(error?.message.length).toBeLessThan(1000);
  });

  it("takes in no more than its bound", async () => {
    const toolCalls = [{ name: "f", arguments: "x".repeat(8 * 1024 * 1024 + 1) }];
    const big = { kind: "message", toolCalls, chunkSize: 4_000_000 } as const;
    const { error, requests } = await outcome([big], { stream });
    expect(error).toMatchObject({ code: "MODEL_RESPONSE_INVALID" });
    expect(error?.message).toContain("at most 8388608 characters");
    expect(requests).toBe(1);
  });

  it("opens no more calls than its bound", async () => {
    const toolCalls = Array.from({ length: 129 }, () => ({ name: "f", arguments: {} }));
    const { error } = await outcome([{ kind: "message", toolCalls }], { stream });
    expect(error?.message).toContain("at most 128 tool calls");
  });
});

it("waits as long as the server asks: seconds, milliseconds or a date", async () => {
  const date = new Date(Math.ceil(Date.now() / 1000) * 1000 + 1000);
  const script: ModelServerScript = [
    { kind: "error", status: 429, retryAfter: 1 },
    { kind: "error", status: 429, retryAfterMs: 30 },
    { kind: "error", status: 503, retryAfter: date },
    message,
  ];
  const { retries, error } = await outcome(script);
  expect(error).toBeUndefined();
  expect(retries.map(retry => retry.delayMs)).toEqual([1000, 30, expect.any(Number)]);
  expect(retries[2]?.delayMs).toBeLessThanOrEqual(2000);
  expect(Date.now()).toBeGreaterThanOrEqual(date.getTime() - 5);
});

it("keeps a reply that was complete when the connection ended", async () => {
  const { error, finish } = await outcome([{ kind: "message", text: "12345678", cutAfterChunks: 3 }]);
  expect(error).toBeUndefined();
  expect(finish).toMatchObject({ message: { content: [{ text: "12345678" }] }, usage: { inputTokens: 0 } });
});

it("keeps a reply that was complete when the server fell silent", async () => {
  const body = `data: {"choices":[{"index":0,"delta":{"content":"done"},"finish_reason":"stop"}]}\n\n`;
  await using silent = await openModelServer(() => ({ kind: "raw", body, isOpen: true }));
  const { error, finish } = await outcome([], { baseURL: silent.url, timeoutMs: 100 });
  expect(error).toBeUndefined();
  expect(finish).toMatchObject({ message: { content: [{ text: "done" }] } });
});

it("takes a stream that ends orderly but too early for a lost one", async () => {
  const { error, requests } = await outcome([{ ...message, endsEarly: true }, message]);
  expect([error, requests]).toEqual([undefined, 2]);
});

const streamErrors: readonly (readonly [Record<string, unknown>, ErrorCode, number])[] = [
  [{ message: "Overloaded", type: "server_error" }, "MODEL_FAILED", 2],
  [{ message: "Bad gateway", code: 502 }, "MODEL_FAILED", 2],
  [{ message: "Slow down", code: "rate_limit_exceeded" }, "MODEL_RATE_LIMITED", 2],
  [{ message: "Not so", code: 400 }, "MODEL_REFUSED", 1],
  [{ message: "Too long", type: "invalid_request_error" }, "MODEL_REFUSED", 1],
];

it.each(streamErrors)("reads an error within the stream: %j", async (streamError, code, attempts) => {
  const { error, requests } = await outcome(() => ({ ...message, streamError }), { maxRetries: 1 });
  expect(error).toMatchObject({ code });
  expect(error?.message).toContain(String(streamError.message));
  expect(requests).toBe(attempts);
});

it("does not take a slow stream for a silent one", async () => {
  const { error, requests } = await outcome([{ ...message, delayMs: 60 }], { timeoutMs: 150 });
  expect([error, requests]).toEqual([undefined, 1]);
});

it("takes silence within a reply for a lost connection", async () => {
  const body = `data: {"choices":[{"index":0,"delta":{"content":"half"}}]}\n\n`;
  const options = { timeoutMs: 50, maxRetries: 0 };
  const { error } = await outcome([{ kind: "raw", body, isOpen: true }], options);
  expect(error).toMatchObject({ code: "MODEL_UNREACHABLE" });
  expect(error?.message).toContain("nothing for 50 ms");
});

it("names the host when nobody listens there", async () => {
  const { error } = await outcome([], { baseURL: "http://127.0.0.1:1/v1", maxRetries: 0 });
  expect(error).toMatchObject({ code: "MODEL_UNREACHABLE" });
  expect(error?.message).toContain("Expected an answer from 127.0.0.1:1, got a failed connection");
});

it("tells a wrong key and an unknown model from other refusals", async () => {
  expect((await outcome([], {}, { apiKey: "other" })).error).toMatchObject({
    code: "MODEL_KEY_MISSING",
    details: { status: 401, code: "invalid_api_key" },
  });
  expect((await outcome([], {}, { models: ["another"] })).error).toMatchObject({
    code: "MODEL_UNKNOWN",
    details: { status: 404, code: "model_not_found" },
  });
});

it("ends a response of any kind that grows beyond the bound of bytes", async () => {
  const comment = `: ${"x".repeat(1024)}\n\n`.repeat(64 * 1024);
  const { error, requests } = await outcome([{ kind: "raw", body: comment }]);
  expect(error?.message).toContain("at most 67108864 bytes");
  expect(requests).toBe(1);
});
