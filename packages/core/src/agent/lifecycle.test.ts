import {
  lineInterpreter,
  memoryProvider,
  runPython,
  type ScriptEntry,
  ScriptedModel,
} from "@tinycodeagent/testkit";
import { describe, expect, it } from "vitest";
import { defineTool } from "../tools/define-tool.ts";
import { jsonSchema } from "../tools/json-schema.ts";
import type { AgentEvent } from "./agent-event.ts";
import type { AgentOptions, RunOptions } from "./options.ts";
import { TinyCodeAgent } from "./tiny-code-agent.ts";

const noInput = jsonSchema({ type: "object", properties: {} });
const toolNamed = (name: string, from: "model" | "code" = "code") =>
  defineTool({ name, description: "A tool.", input: noInput, from, execute: () => null });

function setUp(replies: readonly ScriptEntry[] = [], options: Partial<AgentOptions> = {}) {
  const model = new ScriptedModel(replies);
  const provider = memoryProvider(lineInterpreter);
  return { model, provider, agent: new TinyCodeAgent({ model, provider, ...options }) };
}

describe("options of an agent are checked when it is made", () => {
  it.each([
    ["an unknown one", { modle: 1 }, "OPTION_INVALID", 'got "modle"'],
    ["a model without stream", { model: {} }, "OPTION_INVALID", '"model" to be a chat model'],
    ["no provider", { provider: undefined }, "OPTION_INVALID", '"provider" to be a provider'],
    ["no steps", { maxSteps: 0 }, "OPTION_INVALID", '"maxSteps" to be a whole number from 1, got 0'],
    ["half a token", { maxTokens: 0.5 }, "OPTION_INVALID", '"maxTokens"'],
    ["an unknown isolation", { requireIsolation: "jail" }, "OPTION_INVALID", 'got "jail"'],
    ["a tool that is none", { tools: [{}] }, "OPTION_INVALID", '"tools"'],
    ["a hook without a name", { hooks: [{}] }, "OPTION_INVALID", '"name" of hooks[0]'],
    ["a hook that is a function", { hooks: [() => {}] }, "OPTION_INVALID", "a function at hooks[0]"],
    [
      "a guard with a wrong name",
      { hooks: [{ name: "guard", beforeTool: () => {} }] },
      "OPTION_INVALID",
      'hook "guard" among',
    ],
    ["a tool that is a function", { tools: [() => 1] }, "OPTION_INVALID", "a function at tools[0]"],
    [
      "a provider that was not made",
      { provider: memoryProvider },
      "OPTION_INVALID",
      "did you mean memoryProvider()?",
    ],
    [
      "a model that was not made",
      { model: ScriptedModel },
      "OPTION_INVALID",
      "did you mean new ScriptedModel()?",
    ],
    ["an unknown clause of the policy", { policy: { netwrok: "all" } }, "OPTION_INVALID", "netwrok"],
    ["an unknown truncation", { truncation: { tokens: 1 } }, "OPTION_INVALID", 'got "tokens"'],
    ["a name twice", { tools: [toolNamed("a"), toolNamed("a")] }, "TOOL_DUPLICATE", '"a" twice'],
    ["a built-in name", { tools: [toolNamed("run_python")] }, "TOOL_DUPLICATE", "which is built in"],
    [
      "a tool that fenced code cannot call",
      { actionMode: "fenced", tools: [toolNamed("a", "model")] },
      "OPTION_INVALID",
      "because the model acts by fenced code",
    ],
  ])("%s", (_, options, code, message) => {
    expect(() => setUp([], options as Partial<AgentOptions>)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    );
  });

  it("no options at all", () => {
    const make = () => new TinyCodeAgent(undefined as unknown as AgentOptions);
    expect(make).toThrow("Expected options { model, provider, … }, got undefined.");
  });

  it("a hook that is added later", () => {
    const { agent } = setUp();
    const guard = { name: "guard", beforeTool: () => {} };
    expect(() => agent.use(guard)).toThrow('Did you mean "beforeToolCall"?');
  });

  it("native calls of a model that cannot make them", () => {
    const model = new ScriptedModel([], { capabilities: { tools: false } });
    expect(() => setUp([], { model, actionMode: "tools" })).toThrow(
      /"fenced", because script has no native tools/,
    );
  });
});

describe("what a run is started with is checked before it begins", () => {
  it.each([
    ["an empty task", " ", {}, "TASK_INVALID"],
    ["an unknown option", "Go.", { variable: {} }, "OPTION_INVALID"],
    ["an absolute path", "Go.", { files: { "/etc/passwd": "" } }, "OPTION_INVALID"],
    ["a file without a name", "Go.", { files: { "": "" } }, "OPTION_INVALID"],
    ["a path that leaves the workspace", "Go.", { files: { "a/../../b": "" } }, "OPTION_INVALID"],
    ["a file that is no content", "Go.", { files: { a: 1 } }, "OPTION_INVALID"],
    ["a variable that is a Map", "Go.", { variables: { a: { x: new Map() } } }, "VARIABLE_INVALID"],
    ["a variable that is a Date", "Go.", { variables: { a: new Date() } }, "VARIABLE_INVALID"],
    ["a variable that is no number", "Go.", { variables: { a: [Number.NaN] } }, "VARIABLE_INVALID"],
    ["a variable that is nothing", "Go.", { variables: { a: undefined } }, "VARIABLE_INVALID"],
    ["bytes inside a variable", "Go.", { variables: { a: [new Uint8Array(1)] } }, "VARIABLE_INVALID"],
    ["a variable named by a keyword", "Go.", { variables: { class: 1 } }, "VARIABLE_INVALID"],
    ["a variable without an identifier", "Go.", { variables: { "a b": 1 } }, "VARIABLE_INVALID"],
    [
      "a history with an open call",
      "Go.",
      {
        history: [
          { role: "user", content: [] },
          { role: "assistant", content: [{ type: "tool_call", id: "a" }] },
        ],
      },
      "OPTION_INVALID",
    ],
  ])("%s", async (_, task, options, code) => {
    const { agent } = setUp();
    await expect(agent.run(task, options as RunOptions)).rejects.toMatchObject({ code });
    expect(() => agent.stream(task, options as RunOptions)).toThrow(expect.objectContaining({ code }));
  });

  it("but two dots in a name are a name", async () => {
    const { agent } = setUp(["Done."]);
    expect(await agent.run("Go.", { files: { "a..b": "x" } })).toMatchObject({
      error: { code: "FACET_MISSING" },
    });
  });
});

it("does one run at a time, and is free as soon as it is over", async () => {
  const { agent } = setUp(["One.", "Two."]);
  const first = agent.run("First.");
  await expect(agent.run("Second.")).rejects.toMatchObject({ code: "AGENT_BUSY" });
  await first;
  expect(await agent.run("Third.")).toMatchObject({ output: "Two." });
});

it("is free when the loop over a stream has ended", async () => {
  const { agent } = setUp(["One.", "Two.", "Three."]);
  agent.use({ name: "slow", onRunEnd: () => new Promise(resolve => setTimeout(resolve, 5)) });
  for (const task of ["A.", "B.", "C."]) {
    let last: AgentEvent | undefined;
    for await (const event of agent.stream(task)) last = event;
    expect(last).toMatchObject({ type: "run_end", result: { task } });
  }
});

it("aborts the run when its reader leaves, and waits for its end", async () => {
  const { agent } = setUp([runPython("wait"), "Free."]);
  const running = agent.stream("Go.");
  for await (const event of running) if (event.type === "execution_start") break;
  expect(await running.result).toMatchObject({ status: "aborted", reason: "The reader of the run left." });
  expect(await agent.run("Again.")).toMatchObject({ output: "Free." });
});

it("runs to its end when nobody reads the stream", async () => {
  const { agent } = setUp([runPython("print a"), "Done."]);
  expect(await agent.stream("Go.").result).toMatchObject({ output: "Done." });
});

it("aborts its run and closes its session when it is closed, once", async () => {
  const { agent, provider } = setUp([runPython("wait")]);
  const { promise: started, resolve } = Promise.withResolvers<void>();
  const running = agent.use({ name: "start", onExecutionStart: () => resolve() }).run("Go.");
  await started;
  await agent.close();
  await agent.close();
  expect(await running).toMatchObject({ status: "aborted", reason: "The agent was closed." });
  expect(provider.sessions).toHaveLength(1);
  const context = {
    signal: new AbortController().signal,
    limits: { timeMs: 1, outputBytes: 1, spillBytes: 1 },
  };
  const dead = provider.sessions[0]?.execute(
    { code: "print a" },
    { ...context, callTool: () => Promise.reject() },
  );
  await expect(dead?.[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: "SESSION_CLOSED" });
  await expect(agent.run("Go.")).rejects.toMatchObject({ code: "AGENT_CLOSED" });
});

it("does not go on with a session that failed in a way nobody foresaw", async () => {
  const provider = memoryProvider(lineInterpreter);
  const broken = {
    ...provider,
    async openSession(request: Parameters<typeof provider.openSession>[0]) {
      const session = await provider.openSession(request);
      if (provider.sessions.length > 1) return session;
      return {
        ...session,
        execute(): never {
          throw new TypeError("a bug of the provider");
        },
      };
    },
  };
  const model = new ScriptedModel([runPython("print a"), "Done."]);
  const agent = new TinyCodeAgent({ model, provider: broken });
  expect(await agent.run("Go.")).toMatchObject({
    status: "failed",
    error: { message: "a bug of the provider" },
  });
  expect(await agent.run("Again.")).toMatchObject({ status: "completed" });
  expect(provider.sessions).toHaveLength(2);
});

it("closes a session that opens after its run was aborted", async () => {
  const memory = memoryProvider(lineInterpreter);
  const { promise, resolve } = Promise.withResolvers<void>();
  let isClosed = false;
  const provider = {
    ...memory,
    async openSession(request: Parameters<typeof memory.openSession>[0]) {
      await promise;
      const { signal: _, ...rest } = request;
      const session = await memory.openSession(rest);
      return {
        ...session,
        async close() {
          isClosed = true;
        },
      };
    },
  };
  const agent = new TinyCodeAgent({ model: new ScriptedModel([]), provider });
  const controller = new AbortController();
  const running = agent.run("Go.", { signal: controller.signal });
  controller.abort();
  expect(await running).toMatchObject({ status: "aborted" });
  expect(isClosed).toBe(false);
  resolve();
  await agent.close();
  expect(isClosed).toBe(true);
});

it("names in the prompt what there is: place, functions, what was given, instructions", async () => {
  const { agent, model } = setUp(["Done."], {
    tools: [toolNamed("fetch_rows")],
    instructions: "Answer in French.",
    preload: ["numpy"],
  });
  await agent.run("Go.", { variables: { rows: [1, 2], text: "short" } });
  const [system] = model.requests[0]?.messages ?? [];
  for (const text of [
    "Languages: python (memory 1)",
    "Working directory: /memory",
    "Limits of one run of code: 60 s",
    "Network: none",
    "Imported already: numpy",
    "def fetch_rows():",
    "def final_answer(value: Any):",
    "- variable rows: list, 2 long",
    '- variable text: str "short"',
    "Answer in French.",
  ]) {
    expect(system?.content).toContain(text);
  }
  expect(String(system?.content).match(/def fetch_rows/g)).toHaveLength(1);
});
