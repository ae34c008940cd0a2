import { type ModelEvent, type ModelRequest, noUsage } from "@tinycodeagent/core";
import { type ModelServer, type ModelServerReply, openModelServer } from "@tinycodeagent/testkit";
import { describe, expect, it } from "vitest";
import { openai } from "./openai.ts";
import type { OpenAIOptions } from "./options/openai-options.ts";

const slow: ModelServerReply = { kind: "message", text: "word ".repeat(200), chunkSize: 5, delayMs: 10 };

function start(server: ModelServer, options: OpenAIOptions = {}) {
  const controller = new AbortController();
  const model = openai("gpt-test", { baseURL: server.url, apiKey: "k", ...options });
  const messages = [{ role: "user", content: [{ type: "text", text: "Hello" }] }] as const;
  const request: ModelRequest = { messages, tools: [], signal: controller.signal };
  return { controller, stream: model.stream(request) };
}

async function drain(stream: AsyncIterable<ModelEvent>, onEvent: (event: ModelEvent) => void = () => {}) {
  for await (const event of stream) onEvent(event);
}

describe.each([
  ["streaming", true],
  ["not streaming", false],
] as const)("%s", (_, stream) => {
  it("makes no request when it is aborted beforehand", async () => {
    await using server = await openModelServer([slow]);
    const call = start(server, { stream });
    call.controller.abort();
    await expect(drain(call.stream)).rejects.toMatchObject({ code: "ABORTED" });
    expect(server.requests).toHaveLength(0);
  });

  it("leaves a server that does not answer, and does not ask again", async () => {
    await using server = await openModelServer([{ kind: "hang" }, "late"]);
    const call = start(server, { stream });
    const result = expect(drain(call.stream)).rejects.toMatchObject({ code: "ABORTED", cause: "enough" });
    await expect.poll(() => server.requests.length).toBe(1);
    call.controller.abort("enough");
    await result;
    await expect.poll(() => server.requests.map(request => request.leftEarly)).toEqual([true]);
  });

  it("ends the wait between two attempts", async () => {
    await using server = await openModelServer([{ kind: "error", status: 429, retryAfter: 30 }, "late"]);
    const call = start(server, { stream });
    const startedMs = Date.now();
    const result = drain(call.stream, event => {
      if (event.type === "retry") setTimeout(() => call.controller.abort(), 20);
    });
    await expect(result).rejects.toMatchObject({ code: "ABORTED" });
    expect(Date.now() - startedMs).toBeLessThan(5000);
    expect(server.requests).toHaveLength(1);
  });
});

it("ends a stream in its middle, without any event after the abort", async () => {
  await using server = await openModelServer([slow]);
  const call = start(server);
  let texts = 0;
  const result = drain(call.stream, event => {
    if (event.type === "text" && ++texts === 3) call.controller.abort();
  });
  await expect(result).rejects.toMatchObject({ code: "ABORTED" });
  expect(texts).toBe(3);
  await expect.poll(() => server.requests[0]?.leftEarly).toBe(true);
});

it("gives no more events after an abort, not even such as have arrived", async () => {
  const chunk = (text: string, reason: string | null) =>
    `data: ${JSON.stringify({ choices: [{ delta: { content: text }, finish_reason: reason }] })}\n\n`;
  const whole = chunk("a", null) + chunk("b", null) + chunk("c", "stop");
  for (const body of [whole, chunk("all", "stop")]) {
    await using server = await openModelServer([{ kind: "raw", body, isOpen: true }]);
    const call = start(server);
    const seen: string[] = [];
    const result = drain(call.stream, event => {
      seen.push(event.type);
      call.controller.abort();
    });
    await expect(result).rejects.toMatchObject({ code: "ABORTED" });
    expect(seen).toEqual(["text"]);
  }
});

it("ends the request when its reader leaves", async () => {
  await using server = await openModelServer([slow]);
  for await (const event of start(server).stream) {
    expect(event.type).toBe("text");
    break;
  }
  await expect.poll(() => server.requests[0]?.leftEarly).toBe(true);
});

it("waits for a reader who takes longer than the time limit", async () => {
  const usage = { inputTokens: 3, outputTokens: 2 };
  await using server = await openModelServer([{ kind: "message", text: "1234567 ".repeat(3), usage }]);
  let finish: ModelEvent | undefined;
  for await (const event of start(server, { timeoutMs: 40, maxRetries: 0 }).stream) {
    await new Promise(resolve => setTimeout(resolve, 80));
    finish = event;
  }
  expect(finish).toMatchObject({ type: "finish", usage: { ...noUsage, ...usage, requests: 1 } });
});

it("leaves no listener on the signal of the caller", async () => {
  await using server = await openModelServer(["one"]);
  const call = start(server);
  let listeners = 0;
  const { signal } = call.controller;
  const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
  signal.addEventListener = (...args: Parameters<typeof add>) => [add(...args), listeners++];
  signal.removeEventListener = (...args: Parameters<typeof remove>) => [remove(...args), listeners--];
  await drain(call.stream);
  expect(listeners).toBe(0);
});
