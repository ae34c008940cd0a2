import type { Message, ModelEvent, ModelRequest } from "@tinycodeagent/core";
import { expect, it } from "vitest";
import { ScriptedModel } from "./scripted-model.ts";

const user: Message = { role: "user", content: [{ type: "text", text: "Go." }] };

function request(options: Partial<ModelRequest> = {}): ModelRequest {
  return { messages: [user], tools: [], signal: new AbortController().signal, ...options };
}

async function eventsOf(model: ScriptedModel, options?: Partial<ModelRequest>): Promise<ModelEvent[]> {
  const events: ModelEvent[] = [];
  for await (const event of model.stream(request(options))) events.push(event);
  return events;
}

it("streams text in chunks and ends with the whole message", async () => {
  const model = new ScriptedModel([{ text: "Hello there", reasoning: "Hm" }], { chunkChars: 6 });
  const events = await eventsOf(model);
  expect(events.slice(0, -1)).toEqual([
    { type: "reasoning", text: "Hm" },
    { type: "text", text: "Hello " },
    { type: "text", text: "there" },
  ]);
  expect(events.at(-1)).toMatchObject({
    type: "finish",
    finishReason: "stop",
    usage: { outputTokens: 4, reasoningTokens: 1, requests: 1 },
    message: {
      content: [
        { type: "reasoning", text: "Hm" },
        { type: "text", text: "Hello there" },
      ],
    },
  });
  model.assertUsedUp();
});

it("gives calls unique ids, and passes text that is not JSON on as it is", async () => {
  const call = { name: "f", inputText: "{broken" };
  const model = new ScriptedModel([{ calls: [call, { name: "g", input: { a: 1 } }] }, { calls: [call] }]);
  const first = (await eventsOf(model)).at(-1);
  const second = (await eventsOf(model)).at(-1);
  expect(first).toMatchObject({
    finishReason: "tool_calls",
    message: {
      content: [
        { id: "call_1", inputText: "{broken" },
        { id: "call_2", inputText: '{"a":1}' },
      ],
    },
  });
  expect(second).toMatchObject({ message: { content: [{ id: "call_3" }] } });
});

it("makes a reply of the request", async () => {
  const model = new ScriptedModel([({ messages }) => `${messages.length} messages`]);
  expect(await eventsOf(model)).toContainEqual({ type: "text", text: "1 messages" });
});

it("refuses a request beyond its script, and says so again at the end", async () => {
  const model = new ScriptedModel([]);
  await expect(eventsOf(model)).rejects.toThrow("Expected at most 0 requests, got number 1.");
  expect(() => model.assertUsedUp()).toThrow("got number 1");
});

it("says when replies are left", () => {
  expect(() => new ScriptedModel(["a"]).assertUsedUp()).toThrow("1 are left");
});

it("refuses a history in which a call is not answered", async () => {
  const model = new ScriptedModel(["a"]);
  const open: Message = {
    role: "assistant",
    content: [{ type: "tool_call", id: "x", name: "f", inputText: "{}" }],
  };
  await expect(eventsOf(model, { messages: [user, open] })).rejects.toThrow(
    'got [user, assistant(x)]. At the end the calls "x" are not answered.',
  );
  expect(() => model.assertUsedUp()).toThrow("Expected a valid history");
});

it("throws the scripted error after the text", async () => {
  const model = new ScriptedModel([
    { text: "a", error: new Error("gone"), calls: [{ name: "f", input: {} }] },
  ]);
  const seen: ModelEvent[] = [];
  const reading = (async () => {
    for await (const event of model.stream(request())) seen.push(event);
  })();
  await expect(reading).rejects.toThrow("gone");
  expect(seen).toEqual([{ type: "text", text: "a" }]);
});

it("ends a delay when the request is aborted", async () => {
  const controller = new AbortController();
  const reading = eventsOf(new ScriptedModel([{ text: "a", delayMs: 60_000 }]), {
    signal: controller.signal,
  });
  controller.abort();
  await expect(reading).rejects.toMatchObject({ code: "ABORTED" });
});
