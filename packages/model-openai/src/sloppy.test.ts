import { type Message, type ModelEvent, toolCallsOf } from "@tinycodeagent/core";
import { type ModelServerReply, openModelServer } from "@tinycodeagent/testkit";
import { describe, expect, it } from "vitest";
import { openai } from "./openai.ts";

const hello: Message = { role: "user", content: [{ type: "text", text: "Hello" }] };

async function finishOf(reply: ModelServerReply, stream = true, history: readonly Message[] = [hello]) {
  await using server = await openModelServer([reply]);
  const model = openai("gpt-test", { baseURL: server.url, apiKey: "k", maxRetries: 0, stream });
  const events: ModelEvent[] = [];
  const request = { messages: history, tools: [], signal: new AbortController().signal };
  for await (const event of model.stream(request)) events.push(event);
  const finish = events.at(-1);
  if (finish?.type !== "finish") throw new Error("The last event is not the finish.");
  return { ...finish, events, calls: toolCallsOf(finish.message) };
}

/** A stream of deltas as a careless server writes them. */
function deltas(...lines: readonly object[]): ModelServerReply {
  const chunks = [
    ...lines.map(delta => ({ choices: [{ delta }] })),
    { choices: [{ finish_reason: "tool_calls" }] },
  ];
  return { kind: "raw", body: chunks.map(chunk => `data: ${JSON.stringify(chunk)}\n\n`).join("") };
}

const call = (fields: object, name?: string, text?: string) => ({
  tool_calls: [{ ...fields, function: { ...(name && { name }), ...(text && { arguments: text }) } }],
});

describe.each([
  ["streaming", true],
  ["not streaming", false],
] as const)("%s", (_, stream) => {
  it("gives calls without ids ids of their own", async () => {
    const toolCalls = [1, 2].map(a => ({ id: null, name: "f", arguments: { a } }));
    const { calls } = await finishOf({ kind: "message", toolCalls }, stream);
    expect(calls.map(one => [one.id, one.inputText])).toEqual([
      ["call_1", '{"a":1}'],
      ["call_2", '{"a":2}'],
    ]);
  });

  it("makes ids different that a reply uses twice", async () => {
    const toolCalls = [1, 2, 3].map(a => ({ id: "same", name: "f", arguments: { a } }));
    const { calls } = await finishOf({ kind: "message", toolCalls }, stream);
    expect(calls.map(one => one.id)).toEqual(["same", "same_2", "same_3"]);
  });

  it("makes ids different that the history has used", async () => {
    const part = { type: "tool_call", id: "same", name: "f", inputText: "{}" } as const;
    const answer = [{ type: "text", text: "ok" }] as const;
    const history: readonly Message[] = [
      hello,
      { role: "assistant", content: [part] },
      { role: "tool", callId: "same", name: "f", content: answer, isError: false },
    ];
    const toolCalls = [{ id: "same", name: "f", arguments: {} }];
    const { calls, events } = await finishOf({ kind: "message", toolCalls }, stream, history);
    expect(calls.map(one => one.id)).toEqual(["same_2"]);
    expect(events.find(event => event.type === "tool_call_start")).toMatchObject({ id: "same_2" });
  });
});

it("tells calls apart by their ids when every one has the same index, or none", async () => {
  const sameIndex = deltas(
    call({ index: 0, id: "a" }, "f", "{}"),
    call({ index: 0, id: "b" }, "g", '{"x"'),
    call({ index: 0 }, undefined, ":1}"),
  );
  const noIndex = deltas(
    call({ id: "a" }, "f", "{}"),
    call({ id: "b" }, "g", '{"x"'),
    call({}, undefined, ":1}"),
  );
  for (const reply of [sameIndex, noIndex]) {
    const { calls } = await finishOf(reply);
    expect(calls).toMatchObject([
      { id: "a", name: "f", inputText: "{}" },
      { id: "b", name: "g", inputText: '{"x":1}' },
    ]);
  }
});

it("takes the same id or name in every piece for one call", async () => {
  const { calls, events } = await finishOf(
    deltas(call({ index: 0, id: "a" }, "f", "{"), call({ index: 0, id: "a" }, "f", "}")),
  );
  expect(calls).toMatchObject([{ id: "a", name: "f", inputText: "{}" }]);
  expect(events.filter(event => event.type === "tool_call_start")).toHaveLength(1);
});

it("announces a call when its name is known, and holds back arguments until then", async () => {
  const { events } = await finishOf(
    deltas(
      call({ index: 0, id: "a" }, undefined, "{"),
      call({ index: 0 }, "f", '"x"'),
      call({ index: 0 }, "", ":1}"),
    ),
  );
  expect(events.slice(0, -1)).toEqual([
    { type: "tool_call_start", id: "a", name: "f" },
    { type: "tool_call_delta", id: "a", inputText: '{"x"' },
    { type: "tool_call_delta", id: "a", inputText: ":1}" },
  ]);
});

it("writes arguments that came as an object as JSON", async () => {
  const body = {
    choices: [{ message: { tool_calls: [{ id: "a", function: { name: "f", arguments: { x: 1 } } }] } }],
  };
  const raw: ModelServerReply = { kind: "raw", contentType: "application/json", body: JSON.stringify(body) };
  const { calls, finishReason } = await finishOf(raw, false);
  expect(calls).toMatchObject([{ id: "a", name: "f", inputText: '{"x":1}' }]);
  expect(finishReason).toBe("tool_calls");
});

it("reads text that came as a list of parts", async () => {
  const { message } = await finishOf(
    deltas({ content: [{ type: "text", text: "Hel" }, { type: "other" }] }, { content: "lo" }),
  );
  expect(message.content).toEqual([{ type: "text", text: "Hello" }]);
});

it("counts reasoning as output although the server keeps it apart", async () => {
  const usage = {
    prompt_tokens: 10,
    completion_tokens: 5,
    total_tokens: 22,
    completion_tokens_details: { reasoning_tokens: 7 },
    prompt_cache_hit_tokens: 4,
  };
  const body = { choices: [{ message: { content: "hi" }, finish_reason: "stop" }], usage };
  const raw: ModelServerReply = { kind: "raw", contentType: "application/json", body: JSON.stringify(body) };
  expect((await finishOf(raw, false)).usage).toEqual({
    inputTokens: 10,
    cachedInputTokens: 4,
    outputTokens: 12,
    reasoningTokens: 7,
    requests: 1,
  });
});

it("takes no count that makes no sense", async () => {
  const usage = { prompt_tokens: -5, completion_tokens: "many", prompt_tokens_details: { cached_tokens: 3 } };
  const body = { choices: [{ message: { content: "hi" } }], usage };
  const raw: ModelServerReply = { kind: "raw", contentType: "application/json", body: JSON.stringify(body) };
  expect((await finishOf(raw, false)).usage).toMatchObject({
    inputTokens: 0,
    cachedInputTokens: 0,
    outputTokens: 0,
  });
});

it("goes by the last usage when a server tells it with every chunk", async () => {
  const chunks = [
    { choices: [{ delta: { content: "a" } }], usage: { prompt_tokens: 3, completion_tokens: 1 } },
    {
      choices: [{ delta: {}, finish_reason: "stop" }],
      usage: { prompt_tokens: 3, completion_tokens: 2 },
    },
  ];
  const body = chunks.map(chunk => `data: ${JSON.stringify(chunk)}\n\n`).join("");
  expect((await finishOf({ kind: "raw", body })).usage).toMatchObject({ inputTokens: 3, outputTokens: 2 });
});
