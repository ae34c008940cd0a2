import { expect, it } from "vitest";
import type { ModelServerScript } from "./model-server.ts";
import { openModelServer } from "./open-model-server.ts";

const hello = { model: "m", messages: [{ role: "user", content: "Hello" }] };

async function post(url: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}/chat/completions`, {
    method: "POST",
    body: typeof body === "string" ? body : JSON.stringify(body),
    headers: { "content-type": "application/json", ...headers },
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** The data lines of a streamed reply. */
async function stream(script: ModelServerScript, body: object = {}) {
  await using server = await openModelServer(script);
  const options = { stream: true, stream_options: { include_usage: true } };
  const { text } = await post(server.url, { ...hello, ...options, ...body });
  const lines = text.split("\n\n").filter(line => line !== "");
  expect(lines.at(-1)).toBe("data: [DONE]");
  return lines.slice(0, -1).map(line => JSON.parse(line.slice("data: ".length)));
}

it("answers in the order of the script, whole or as a stream", async () => {
  await using server = await openModelServer(["first", "second"]);
  expect(JSON.parse((await post(server.url, hello)).text)).toMatchObject({
    object: "chat.completion",
    choices: [{ message: { role: "assistant", content: "first" }, finish_reason: "stop" }],
    usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
  });
  const streamed = await post(server.url, { ...hello, stream: true });
  expect(streamed.headers.get("content-type")).toBe("text/event-stream");
  expect(streamed.text).toContain('"delta":{"content":"second"}');
  expect(streamed.text).not.toContain("usage");
  server.assertUsedUp();
  expect(server.requests.map(request => request.body)).toEqual([hello, { ...hello, stream: true }]);
});

it("sends the usage in a last chunk without choices, only if it is asked for", async () => {
  const usage = { inputTokens: 100, outputTokens: 20, cachedInputTokens: 64, reasoningTokens: 8 };
  const chunks = await stream([{ kind: "message", text: "hi", usage }]);
  expect(chunks.at(-1)).toMatchObject({
    choices: [],
    usage: {
      prompt_tokens: 100,
      prompt_tokens_details: { cached_tokens: 64 },
      completion_tokens_details: { reasoning_tokens: 8 },
    },
  });
  expect(chunks.slice(0, -1).map(chunk => chunk.usage)).toEqual(chunks.slice(0, -1).map(() => null));
});

it("splits the arguments of parallel calls and sends them in turns", async () => {
  const toolCalls = [
    { name: "a", arguments: { x: 1 } },
    { name: "b", arguments: "not json" },
  ];
  const chunks = await stream([{ kind: "message", toolCalls, chunkSize: 4 }]);
  const calls = chunks.flatMap(chunk => chunk.choices[0]?.delta.tool_calls ?? []);
  expect(calls.slice(0, 2)).toMatchObject([
    { index: 0, id: "call_1", type: "function", function: { name: "a", arguments: "" } },
    { index: 1, id: "call_2", function: { name: "b", arguments: "" } },
  ]);
  expect(calls.slice(2).map(call => [call.index, call.function.arguments])).toEqual([
    [0, '{"x"'],
    [1, "not "],
    [0, ":1}"],
    [1, "json"],
  ]);
  expect(chunks.at(-2)?.choices[0].finish_reason).toBe("tool_calls");
});

it("refuses with status, headers and a body of OpenAI's form", async () => {
  const date = new Date("2030-01-01T00:00:00Z");
  await using server = await openModelServer([
    { kind: "error", status: 429, retryAfter: 2, code: "rate_limit_exceeded" },
    { kind: "error", status: 503, retryAfter: date, retryAfterMs: 5 },
  ]);
  const first = await post(server.url, hello);
  expect([first.status, first.headers.get("retry-after")]).toEqual([429, "2"]);
  expect(JSON.parse(first.text)).toEqual({
    error: {
      message: "Scripted status 429.",
      type: "invalid_request_error",
      param: null,
      code: "rate_limit_exceeded",
    },
  });
  const second = await post(server.url, hello);
  expect(second.headers.get("retry-after")).toBe("Tue, 01 Jan 2030 00:00:00 GMT");
  expect(second.headers.get("retry-after-ms")).toBe("5");
});

it("cuts the connection before any byte, within a stream and within a body", async () => {
  const cut = { kind: "message", text: "a long enough text", cutAfterChunks: 2 } as const;
  await using server = await openModelServer([{ kind: "cut" }, cut, cut]);
  await expect(post(server.url, hello)).rejects.toThrow();
  await expect(post(server.url, { ...hello, stream: true })).rejects.toThrow();
  await expect(post(server.url, hello)).rejects.toThrow();
  server.assertUsedUp();
});

it("sees that a client left before its reply was complete", async () => {
  await using server = await openModelServer([{ kind: "hang" }, "done"]);
  const left = fetch(`${server.url}/chat/completions`, {
    method: "POST",
    body: JSON.stringify(hello),
    signal: AbortSignal.timeout(50),
  });
  await expect(left).rejects.toThrow();
  await post(server.url, hello);
  await expect.poll(() => server.requests.map(request => request.leftEarly)).toEqual([true, false]);
});

it("says so when its script is used up, and when it is not", async () => {
  await using server = await openModelServer(["only"]);
  expect(() => server.assertUsedUp()).toThrow(
    "Expected all 1 replies of the script to be asked for, got 0 requests.",
  );
  await post(server.url, hello);
  const late = await post(server.url, hello);
  expect([late.status, late.text]).toEqual([400, expect.stringContaining("used up")]);
});

it("replies by a function of the request", async () => {
  await using server = await openModelServer((request, index) => `${index}: ${request.body.model}`);
  await post(server.url, hello);
  expect((await post(server.url, hello)).text).toContain('"content":"1: m"');
  server.assertUsedUp();
});

it("asks for its key and serves its models only", async () => {
  await using server = await openModelServer(["hi"], { apiKey: "k", models: ["m"] });
  const key = { authorization: "Bearer k" };
  expect((await post(server.url, hello)).status).toBe(401);
  expect((await post(server.url, { ...hello, model: "other" }, key)).text).toContain("model_not_found");
  expect((await post(server.url, hello, key)).status).toBe(200);
  const models = await (await fetch(`${server.url}/models`)).json();
  expect(models).toMatchObject({ object: "list", data: [{ id: "m", object: "model" }] });
});

it("ends open connections when it is closed, and closes twice quietly", async () => {
  const server = await openModelServer([{ kind: "hang" }]);
  const pending = post(server.url, hello).then(
    () => "answered",
    () => "ended",
  );
  await expect.poll(() => server.requests.length).toBe(1);
  await Promise.all([server.close(), server.close()]);
  expect(await pending).toBe("ended");
  await server.close();
});
