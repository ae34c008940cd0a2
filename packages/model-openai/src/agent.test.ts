import { TinyCodeAgent } from "@tinycodeagent/core";
import { local } from "@tinycodeagent/provider-local";
import {
  type ModelServer,
  type ModelServerReply,
  type ModelServerScript,
  openModelServer,
} from "@tinycodeagent/testkit";
import { describe, expect, it } from "vitest";
import { openai } from "./openai.ts";

type Mode = "tools" | "fenced";

/** A reply that runs a cell, in the form of the mode. */
function cell(mode: Mode, code: string): ModelServerReply {
  if (mode === "fenced") return `I run this.\n\`\`\`python\n${code}\n\`\`\`\n`;
  return { kind: "message", toolCalls: [{ name: "run_python", arguments: { code } }] };
}

function agentOn(server: ModelServer, mode: Mode): TinyCodeAgent {
  const model = openai("gpt-test", {
    baseURL: server.url,
    apiKey: "sk-test",
    retryDelay: { baseMs: 1, maxMs: 20 },
    capabilities: { tools: mode === "tools" },
  });
  return new TinyCodeAgent({ model, provider: local() });
}

async function run(mode: Mode, script: ModelServerScript) {
  await using server = await openModelServer(script);
  await using agent = agentOn(server, mode);
  const result = await agent.run("Do it.");
  return { result, refused: server.requests.flatMap(({ refused }) => refused ?? []), server };
}

describe.each<Mode>(["tools", "fenced"])("an agent over HTTP, with %s", mode => {
  it("does a task over several steps of live Python", async () => {
    const { result, refused } = await run(mode, [
      cell(mode, "x = 20\nprint('first')"),
      cell(mode, "1 / 0"),
      cell(mode, "final_answer({'x': x + 1})"),
    ]);
    expect(result).toMatchObject({ status: "completed", output: { x: 21 } });
    expect(result.steps).toHaveLength(3);
    expect(result.usage).toMatchObject({ inputTokens: 30, outputTokens: 15, requests: 3 });
    expect(refused).toEqual([]);
  });

  it("shows the first output before the cell ends", async () => {
    await using server = await openModelServer([
      cell(mode, "import time\nprint('early')\ntime.sleep(0.5)\nprint('late')"),
      "Done.",
    ]);
    await using agent = agentOn(server, mode);
    const seen: { text: string; ms: number }[] = [];
    for await (const event of agent.stream("Do it.")) {
      if (event.type === "execution" && event.event.type === "stdout")
        seen.push({ text: event.event.text, ms: performance.now() });
    }
    expect(seen.map(({ text }) => text)).toEqual(["early\n", "late\n"]);
    expect((seen[1]?.ms ?? 0) - (seen[0]?.ms ?? 0)).toBeGreaterThan(300);
  });

  const work = cell(mode, "final_answer(1)");
  const faults: readonly [string, ModelServerReply][] = [
    ["429 with Retry-After", { kind: "error", status: 429, retryAfter: 0 }],
    ["500", { kind: "error", status: 500 }],
    ["a connection cut before any byte", { kind: "cut" }],
    [
      "a connection cut in the middle",
      { kind: "message", text: "a text of several chunks", cutAfterChunks: 2 },
    ],
    ["a stream that ends early", { kind: "message", text: "a text of several chunks", endsEarly: true }],
    ["an error in the stream", { kind: "message", text: "a text", streamError: { message: "overloaded" } }],
    ["an empty reply", { kind: "empty" }],
    ["garbage", { kind: "raw", body: "<html>" }],
  ];

  it.each(faults)("survives %s", async (_, fault) => {
    const { result, refused, server } = await run(mode, [fault, work]);
    expect(result).toMatchObject({ status: "completed", output: 1 });
    expect(result.usage.requests).toBe(2);
    expect(refused).toEqual([]);
    server.assertUsedUp();
  });

  it("ends as failed, with the error's code, when the service refuses for good", async () => {
    const { result } = await run(mode, [{ kind: "error", status: 400, message: "bad" }]);
    expect(result).toMatchObject({ status: "failed", error: { code: "MODEL_REFUSED" } });
  });
});

it("answers broken arguments with the error, and does not run them", async () => {
  const { result, refused } = await run("tools", [
    {
      kind: "message",
      toolCalls: [
        { name: "run_python", arguments: '{"code": "print(1' },
        { name: "nothing", arguments: {} },
      ],
    },
    cell("tools", "final_answer('after')"),
  ]);
  expect(result).toMatchObject({ status: "completed", output: "after" });
  expect(result.steps[0]?.actions).toMatchObject([{ outcome: { ran: false } }, { outcome: { ran: false } }]);
  expect(refused).toEqual([]);
});

it("is aborted in the middle of a hanging reply, and its history can be continued", async () => {
  await using server = await openModelServer([
    cell("tools", "x = 1"),
    { kind: "hang" },
    cell("tools", "final_answer(x)"),
  ]);
  await using agent = agentOn(server, "tools");
  const controller = new AbortController();
  const first = agent.run("Do it.", { signal: controller.signal });
  while (server.requests.length < 2) await new Promise(resolve => setTimeout(resolve, 10));
  controller.abort(new Error("enough"));
  const aborted = await first;
  expect(aborted.status).toBe("aborted");
  expect(await agent.run("Go on.", { history: aborted.messages })).toMatchObject({
    status: "completed",
    output: 1,
  });
  expect(server.requests.flatMap(({ refused }) => refused ?? [])).toEqual([]);
});
