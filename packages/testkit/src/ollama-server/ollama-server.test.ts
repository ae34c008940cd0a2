import type { Json } from "@tinycodeagent/core";
import { expect, it } from "vitest";
import { openOllamaServer } from "./index.ts";

const hello = { model: "test-model", messages: [{ role: "user", content: "Hello" }] };
const server = () => openOllamaServer(["ok"]);

async function post(url: string, body: unknown, path = "/api/chat") {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const response = await fetch(`${url}${path}`, { method: "POST", body: text });
  return { status: response.status, body: (await response.json()) as Record<string, Json> };
}

it("streams a reply as lines of JSON, the last one done and with counts", async () => {
  await using open = await openOllamaServer([
    { thinking: "hm", text: "Hello world", calls: [{ name: "add", arguments: { a: 1 } }], outputTokens: 3 },
  ]);
  const response = await fetch(`${open.url}/api/chat`, { method: "POST", body: JSON.stringify(hello) });
  const lines = (await response.text())
    .trim()
    .split("\n")
    .map(line => JSON.parse(line));
  expect(response.headers.get("content-type")).toBe("application/x-ndjson");
  expect(lines.map(line => line.message)).toEqual([
    { role: "assistant", content: "", thinking: "hm" },
    { role: "assistant", content: "Hello wo" },
    { role: "assistant", content: "rld" },
    {
      role: "assistant",
      content: "",
      tool_calls: [{ function: { index: 0, name: "add", arguments: { a: 1 } } }],
    },
    { role: "assistant", content: "" },
  ]);
  expect(lines.map(line => line.done)).toEqual([false, false, false, false, true]);
  expect(lines.at(-1)).toMatchObject({
    done_reason: "stop",
    eval_count: 3,
    prompt_eval_count: Math.ceil(JSON.stringify(hello).length / 4),
  });
});

it("sends a reply whole when streaming is off", async () => {
  await using open = await openOllamaServer([{ text: "Hello", thinking: "hm" }]);
  const { body } = await post(open.url, { ...hello, stream: false });
  expect(body).toMatchObject({
    message: { role: "assistant", content: "Hello", thinking: "hm" },
    done: true,
    done_reason: "stop",
  });
});

it("records what it got, and answers from a function of it", async () => {
  await using open = await openOllamaServer(({ body }) => `you are ${(body as { model: string }).model}`);
  const { body } = await post(open.url, { ...hello, stream: false });
  expect(body).toMatchObject({ message: { content: "you are test-model" } });
  expect(open.requests).toMatchObject([{ method: "POST", path: "/api/chat", body: hello }]);
});

it("says when its script was not used up, and when more was asked than it holds", async () => {
  await using open = await openOllamaServer(["one"]);
  expect(() => open.assertUsedUp()).toThrow("exactly 1 chat requests, one for each scripted reply, got 0");
  await post(open.url, { ...hello, stream: false });
  expect(() => open.assertUsedUp()).not.toThrow();
  expect(await post(open.url, hello)).toMatchObject({
    status: 400,
    body: { error: expect.stringContaining("used up") },
  });
  expect(() => open.assertUsedUp()).toThrow("got 2");
});

it.each<[string, number, RegExp, unknown]>([
  ["no body", 400, /missing request body/, ""],
  ["no JSON", 400, /invalid JSON/, "{"],
  [
    "a field twice",
    400,
    /duplicate field "temperature"/,
    '{"options":{"temperature":0,"a":{},"temperature":1}}',
  ],
  ["a body that is a list", 400, /not an object/, []],
  ["no model", 400, /model is required/, { messages: [] }],
  ["an unknown model", 404, /model "x" not found/, { ...hello, model: "x" }],
  ["no messages", 400, /messages/, { ...hello, messages: [] }],
  ["an unknown role", 400, /role/, { ...hello, messages: [{ role: "human", content: "a" }] }],
  ["content in parts", 400, /content/, { ...hello, messages: [{ role: "user", content: [] }] }],
  ["broken images", 400, /base64/, { ...hello, messages: [{ role: "user", content: "", images: ["?"] }] }],
  [
    "tools without parameters",
    400,
    /parameters/,
    { ...hello, tools: [{ type: "function", function: { name: "a" } }] },
  ],
  ["tools that are no list", 400, /tools/, { ...hello, tools: {} }],
  [
    "an option of the wrong type",
    400,
    /"num_ctx" must be of type integer/,
    { ...hello, options: { num_ctx: "1" } },
  ],
  ["options that are a list", 400, /options/, { ...hello, options: [] }],
  ["a bad duration", 400, /duration/, { ...hello, keep_alive: "soon" }],
  ["a bad think", 400, /think/, { ...hello, think: "hard" }],
  ["think without the ability", 400, /does not support thinking/, { ...hello, think: true }],
])("refuses %s with %i", async (_, status, error, body) => {
  await using open = await server();
  const answer = await post(open.url, body);
  expect(answer).toEqual({ status, body: { error: expect.stringMatching(error) } });
  expect(() => open.assertUsedUp()).toThrow("got 0");
});

it("refuses tools, pictures and chats to a model that cannot", async () => {
  await using open = await openOllamaServer([], {
    models: [
      { name: "plain", capabilities: ["completion"] },
      { name: "embed", capabilities: ["embedding"] },
    ],
  });
  const tools = [{ type: "function", function: { name: "a", parameters: { type: "object" } } }];
  const picture = [{ role: "user", content: "", images: ["AA=="] }];
  for (const [body, error] of [
    [{ ...hello, model: "plain", tools }, "does not support tools"],
    [{ ...hello, model: "plain", messages: picture }, "does not support images"],
    [{ ...hello, model: "embed" }, "does not support chat"],
  ] as const) {
    expect(await post(open.url, body)).toEqual({
      status: 400,
      body: { error: expect.stringContaining(error) },
    });
  }
});

const call = { role: "assistant", content: "", tool_calls: [{ function: { name: "a", arguments: {} } }] };
const answer = { role: "tool", tool_name: "a", content: "1" };

it.each([
  ["a call without an answer", [call], /"a" is not answered/],
  ["a call answered too late", [call, hello.messages[0], answer], /"a" is not answered/],
  ["an answer without a call", [answer], /no call waits/],
  ["a second answer", [call, answer, answer], /no call waits/],
  ["an answer of another tool", [call, { ...answer, tool_name: "b" }], /no call waits/],
  [
    "arguments that are text",
    [{ ...call, tool_calls: [{ function: { name: "a", arguments: "{}" } }] }],
    /object/,
  ],
])("refuses a history with %s", async (_, messages, error) => {
  await using open = await server();
  const { status, body } = await post(open.url, { ...hello, messages: [...hello.messages, ...messages] });
  expect({ status, body }).toEqual({ status: 400, body: { error: expect.stringMatching(error) } });
});

it("takes a history in which each call is answered", async () => {
  await using open = await server();
  const messages = [...hello.messages, call, answer];
  expect((await post(open.url, { ...hello, stream: false, messages })).status).toBe(200);
});

it("reports options and fields that the real server would only write to its log", async () => {
  await using open = await server();
  const body = { ...hello, stream: false, temperature: 1, options: { num_ctxx: 1, num_ctx: 1 } };
  expect((await post(open.url, body)).status).toBe(200);
  expect(open.warnings).toEqual(['unknown field "temperature"', 'unknown option "num_ctxx"']);
});

it("tells its version, its models and what they can do", async () => {
  await using open = await openOllamaServer([], {
    version: "9.9.9",
    models: [{ name: "a", capabilities: ["completion"], contextTokens: 77, parameters: "num_ctx 5" }],
  });
  const get = async (path: string) => (await fetch(`${open.url}${path}`)).json();
  expect(await get("/api/version")).toEqual({ version: "9.9.9" });
  expect(await get("/api/tags")).toMatchObject({ models: [{ name: "a:latest", model: "a:latest" }] });
  expect((await post(open.url, { model: "a:latest" }, "/api/show")).body).toMatchObject({
    capabilities: ["completion"],
    parameters: "num_ctx 5",
    model_info: { "general.architecture": "testfamily", "testfamily.context_length": 77 },
  });
  expect((await post(open.url, { model: "b" }, "/api/show")).status).toBe(404);
  expect((await fetch(`${open.url}/api/nothing`)).status).toBe(404);
});

it("closes at once although a reply hangs, and twice quietly", async () => {
  const open = await openOllamaServer([{ kind: "hang" }]);
  const pending = expect(post(open.url, hello)).rejects.toThrow();
  await new Promise(resolve => setTimeout(resolve, 50));
  await open.close();
  await open.close();
  await pending;
});
