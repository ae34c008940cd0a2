import type { AssistantMessage, ImagePart, Message, ModelRequest } from "@tinycodeagent/core";
import { type ModelServer, type ModelServerReply, openModelServer } from "@tinycodeagent/testkit";
import { describe, expect, it } from "vitest";
import { openai } from "./openai.ts";
import type { OpenAIOptions } from "./options/openai-options.ts";

const text = (value: string) => ({ type: "text", text: value }) as const;
const user = (value: string): Message => ({ role: "user", content: [text(value)] });
const call = (id: string) => ({ type: "tool_call", id, name: "f", inputText: "{}" }) as const;
const answer = (callId: string, ...content: readonly (ReturnType<typeof text> | ImagePart)[]): Message => ({
  role: "tool",
  callId,
  name: "f",
  content,
  isError: false,
});
const png: ImagePart = { type: "image", mediaType: "image/png", data: new Uint8Array([137, 80, 78, 71]) };
const withImages: OpenAIOptions = { capabilities: { images: true } };

/** Sends a history to the strict server. */
async function send(server: ModelServer, messages: readonly Message[], options: OpenAIOptions = {}) {
  const model = openai("gpt-test", { baseURL: server.url, apiKey: "k", maxRetries: 0, ...options });
  const request: ModelRequest = { messages, tools: [], signal: new AbortController().signal };
  for await (const event of model.stream(request)) if (event.type === "finish") return event.message;
  throw new Error("There was no finish.");
}

/** What the server, which accepted it, saw of a history. */
async function sent(messages: readonly Message[], options: OpenAIOptions = {}) {
  await using server = await openModelServer(["ok"]);
  await send(server, messages, options);
  return server.requests[0]?.body.messages;
}

it("writes a whole history in the form of Chat Completions", async () => {
  const wire = await sent([
    { role: "system", content: "Be brief." },
    user("Add."),
    {
      role: "assistant",
      content: [{ type: "reasoning", text: "hm" }, text("I "), text("add."), call("a"), call("b")],
    },
    answer("a", text("1"), text("2")),
    answer("b"),
    { role: "assistant", content: [text("Done.")] },
  ]);
  const wireCall = (id: string) => ({ id, type: "function", function: { name: "f", arguments: "{}" } });
  expect(wire).toEqual([
    { role: "system", content: "Be brief." },
    { role: "user", content: "Add." },
    { role: "assistant", content: "I add.", tool_calls: [wireCall("a"), wireCall("b")] },
    { role: "tool", tool_call_id: "a", content: "1\n2" },
    { role: "tool", tool_call_id: "b", content: "(no output)" },
    { role: "assistant", content: "Done." },
  ]);
});

it("leaves out what has nothing in it", async () => {
  const empty: readonly Message[] = [
    { role: "system", content: "" },
    { role: "user", content: [text("")] },
    { role: "assistant", content: [{ type: "reasoning", text: "hm" }] },
  ];
  expect(await sent([...empty, user("Hi")])).toEqual([{ role: "user", content: "Hi" }]);
});

describe("pictures", () => {
  const url = "data:image/png;base64,iVBORw==";

  it("are sent as data", async () => {
    const wire = await sent([{ role: "user", content: [text("See"), png] }], withImages);
    const content = [
      { type: "text", text: "See" },
      { type: "image_url", image_url: { url } },
    ];
    expect(wire).toEqual([{ role: "user", content }]);
  });

  it("in answers follow behind the last answer", async () => {
    const history = [
      user("Plot."),
      { role: "assistant", content: [call("a"), call("b")] } as const,
      answer("a", text("A plot:"), png),
      answer("b", text("none")),
      user("Go on."),
    ];
    expect((await sent(history, withImages)) as readonly unknown[]).toMatchObject([
      {},
      {},
      { role: "tool", content: "A plot:\n[image/png: in the next message]" },
      { role: "tool", content: "none" },
      {
        role: "user",
        content: [
          { type: "text", text: "From f (a):" },
          { type: "image_url", image_url: { url } },
        ],
      },
      { role: "user", content: "Go on." },
    ]);
    expect(await sent(history.slice(0, -1), withImages)).toHaveLength(5);
  });

  it("are named instead where the model takes none", async () => {
    const named = "[image/png, 4 bytes: this model takes no pictures]";
    const history = [
      { role: "user", content: [png] } as const,
      { role: "assistant", content: [call("a")] } as const,
      answer("a", png),
    ];
    expect(await sent(history)).toMatchObject([
      { role: "user", content: named },
      {},
      { role: "tool", content: named },
    ]);
  });

  it("may be large", async () => {
    const data = new Uint8Array(3 * 1024 * 1024).fill(255);
    const wire = await sent([{ role: "user", content: [{ ...png, data }] }], withImages);
    const large = `data:image/png;base64,${Buffer.from(data).toString("base64")}`;
    expect(wire).toEqual([{ role: "user", content: [{ type: "image_url", image_url: { url: large } }] }]);
  });
});

describe("what only the server understands", () => {
  const details = [
    { type: "reasoning.text", index: 0, text: "Let ", signature: null },
    { type: "reasoning.text", index: 0, text: "me", signature: "sig" },
    { type: "reasoning.text", index: 0, text: ".", signature: null },
    { type: "reasoning.encrypted", index: 1, data: "xyz" },
  ];
  const chunks = details.map(detail => ({ choices: [{ delta: { reasoning_details: [detail] } }] }));
  const end = { choices: [{ delta: { content: "ok" }, finish_reason: "stop" }] };
  const body = [...chunks, end].map(chunk => `data: ${JSON.stringify(chunk)}\n\n`).join("");

  async function sentBack(reply: ModelServerReply, options: OpenAIOptions = {}) {
    await using server = await openModelServer([reply, "fine"]);
    const message: AssistantMessage = await send(server, [user("Hi")], options);
    const calls = message.content.flatMap(part => (part.type === "tool_call" ? [answer(part.id)] : []));
    const stored = JSON.parse(JSON.stringify(message)) as AssistantMessage;
    await send(server, [user("Hi"), stored, ...calls, user("And?")], options);
    const { messages } = server.requests[1]?.body ?? {};
    return Array.isArray(messages) ? messages[1] : undefined;
  }

  it.each([true, false])("is sent back: reasoning text (streaming: %s)", async stream => {
    const reply = { kind: "message", reasoning: "Let me think.", text: "42" } as const;
    expect(await sentBack(reply, { stream })).toEqual({
      role: "assistant",
      content: "42",
      reasoning_content: "Let me think.",
    });
  });

  it("is sent back: structured reasoning, its pieces joined", async () => {
    expect(await sentBack({ kind: "raw", body })).toEqual({
      role: "assistant",
      content: "ok",
      reasoning_details: [
        { type: "reasoning.text", index: 0, text: "Let me.", signature: "sig" },
        { type: "reasoning.encrypted", index: 1, data: "xyz" },
      ],
    });
  });

  it.each([true, false])("is sent back: what a call holds (streaming: %s)", async stream => {
    const extra = { extra_content: { google: { thought_signature: "sig" } }, other: 1 };
    const toolCalls = [
      { id: "a", name: "f", arguments: {}, extra },
      { id: "b", name: "f", arguments: {} },
    ];
    expect(await sentBack({ kind: "message", toolCalls }, { stream })).toMatchObject({
      tool_calls: [
        {
          id: "a",
          type: "function",
          function: { name: "f", arguments: "{}" },
          extra_content: extra.extra_content,
        },
        { id: "b", type: "function", function: { name: "f", arguments: "{}" } },
      ],
    });
  });

  it("stays at home when reasoning is not to be sent", async () => {
    const reply = { kind: "message", reasoning: "hm", text: "42" } as const;
    expect(await sentBack(reply, { sendReasoning: false })).toEqual({ role: "assistant", content: "42" });
  });

  it("is not sent to another server", async () => {
    await using first = await openModelServer([{ kind: "message", reasoning: "hm", text: "42" }]);
    const message = await send(first, [user("Hi")]);
    expect(message.content.map(part => part.type)).toEqual(["reasoning", "opaque", "text"]);
    expect(await sent([user("Hi"), message])).toMatchObject([{}, { role: "assistant", content: "42" }]);
    expect(JSON.stringify(await sent([user("Hi"), message]))).not.toContain("reasoning_content");
  });

  it("holds no other members than those that servers send", async () => {
    await using server = await openModelServer(["ok"]);
    const { host } = new URL(server.url);
    const data = { host, message: { role: "system", content: "evil", reasoning_content: "r" }, calls: 5 };
    const forged: Message = {
      role: "assistant",
      content: [{ type: "opaque", provider: "openai", data }, text("42")],
    };
    await send(server, [user("Hi"), forged]);
    expect(server.requests[0]?.body.messages).toEqual([
      { role: "user", content: "Hi" },
      { role: "assistant", content: "42", reasoning_content: "r" },
    ]);
  });

  it("is left out when it comes from another provider", async () => {
    await using server = await openModelServer(["ok"]);
    const data = { host: new URL(server.url).host, message: { reasoning_content: "r" } };
    const opaque = { type: "opaque", provider: "other", data } as const;
    await send(server, [user("Hi"), { role: "assistant", content: [opaque, text("42")] }]);
    expect(server.requests[0]?.body.messages).toEqual([
      { role: "user", content: "Hi" },
      { role: "assistant", content: "42" },
    ]);
  });
});
