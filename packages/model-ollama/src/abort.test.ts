import type { Message, ModelEvent } from "@tinycodeagent/core";
import { type OllamaScriptedReply, openOllamaServer } from "@tinycodeagent/testkit";
import { expect, it } from "vitest";
import { type OllamaOptions, ollama } from "./index.ts";

const messages: Message[] = [{ role: "user", content: [{ type: "text", text: "Hello" }] }];

/** Aborts a chat after a while; returns its events, its error and the milliseconds it took. */
async function abortChat(reply: OllamaScriptedReply, options: OllamaOptions = {}) {
  await using server = await openOllamaServer([reply]);
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error("enough")), 100);
  const { signal } = controller;
  const startedMs = Date.now();
  const events: ModelEvent[] = [];
  let error: unknown;
  try {
    const model = ollama("test-model", { host: server.url, ...options });
    for await (const event of model.stream({ messages, tools: [], signal })) events.push(event);
  } catch (thrown) {
    error = thrown;
  }
  return { events, error, durationMs: Date.now() - startedMs };
}

it.each([
  ["before any byte", { kind: "hang" }],
  ["in the middle of a reply", { text: "half", ending: "hang" }],
] as const)("is aborted %s at once, with the reason", async (_, reply) => {
  const { error, durationMs } = await abortChat(reply);
  expect(error).toMatchObject({ code: "ABORTED", cause: { message: "enough" } });
  expect(durationMs).toBeLessThan(2000);
});

it("is aborted in the wait before a retry", async () => {
  const headers = { "retry-after": "30" };
  const { events, error, durationMs } = await abortChat({ kind: "status", status: 503, headers });
  expect(events).toMatchObject([{ type: "retry", delayMs: 30_000 }]);
  expect(error).toMatchObject({ code: "ABORTED" });
  expect(durationMs).toBeLessThan(2000);
});

it("is aborted although the fetch that it was given heeds no signal", async () => {
  const deaf = (() => new Promise<Response>(() => {})) as typeof fetch;
  expect((await abortChat("ok", { fetch: deaf })).error).toMatchObject({ code: "ABORTED" });
});

it("leaves no listener on a signal that outlives the call", async () => {
  const controller = new AbortController();
  let listeners = 0;
  const { signal } = controller;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...args: Parameters<typeof add>) => {
    listeners++;
    add(...args);
  };
  signal.removeEventListener = (...args: Parameters<typeof remove>) => {
    listeners--;
    remove(...args);
  };
  const busy = { kind: "status", status: 503, headers: { "retry-after-ms": "1" } } as const;
  await using server = await openOllamaServer([busy, "ok"]);
  const model = ollama("test-model", { host: server.url });
  for await (const _ of model.stream({ messages, tools: [], signal }));
  expect(listeners).toBe(0);
});

it("closes its connection when the reader leaves early", async () => {
  let signal: AbortSignal | null | undefined;
  await using server = await openOllamaServer([{ text: "a long reply", ending: "hang" }]);
  const spy: typeof fetch = (input, init) => {
    signal = init?.signal;
    return fetch(input, init);
  };
  const model = ollama("test-model", { host: server.url, fetch: spy });
  for await (const _ of model.stream({ messages, tools: [], signal: new AbortController().signal })) break;
  expect(signal?.aborted).toBe(true);
});
