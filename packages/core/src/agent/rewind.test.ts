import {
  finalAnswer,
  lineInterpreter,
  type MemoryProviderOptions,
  memoryProvider,
  runPython,
  type ScriptEntry,
  ScriptedModel,
} from "@tinycodeagent/testkit";
import { describe, expect, expectTypeOf, it } from "vitest";
import type { SessionFiles } from "../contract/files.ts";
import { CodeAgentError } from "../errors/code-agent-error.ts";
import { textOf } from "../messages/message.ts";
import type { AgentEvent } from "./agent-event.ts";
import { historyUntil } from "./history-until.ts";
import type { AgentOptions } from "./options.ts";
import type { RunResult } from "./run-result.ts";
import type { RunStream } from "./run-stream.ts";
import { TinyCodeAgent } from "./tiny-code-agent.ts";

const facets = ["tools", "variables", "checkpoints", "fork"] as const;

function setUp(
  replies: readonly ScriptEntry[],
  options: Partial<AgentOptions> = {},
  memory: MemoryProviderOptions = {},
) {
  const model = new ScriptedModel(replies);
  const provider = memoryProvider(lineInterpreter, { facets, ...memory });
  const agent = new TinyCodeAgent({ model, provider, checkpoints: true, ...options });
  const observed = (index: number) => model.requests[index]?.messages.slice(-1).map(textOf)[0];
  return { agent, model, provider, observed };
}

const threeSteps = [runPython("set x 1"), runPython("set x 2"), "Two."];

/** The code of a result's cells, in order. */
function codesOf({ steps }: RunResult<unknown>): readonly string[] {
  return steps.flatMap(({ actions }) =>
    actions.map(action => (action.kind === "execute" ? action.cell.code : action.name)),
  );
}

it("takes interpreter and history back to a step, and goes on from there", async () => {
  const { agent, model, observed } = setUp([...threeSteps, runPython("get x"), "One."]);
  const first = await agent.run("Count.");
  const again = await agent.rewind(first, 1, { task: "What is x?" });
  const second = await again.result;
  expect(second).toMatchObject({
    status: "completed",
    output: "One.",
    task: "What is x?",
    parent: { runId: first.runId, step: 1 },
  });
  expect(observed(4)).toBe("value: 1");
  const roles = model.requests[3]?.messages.map(message => message.role);
  expect(roles).toEqual(["system", "user", "assistant", "tool", "user"]);
  expect(observed(3)).toBe("What is x?");
  expect(second.runId).not.toBe(first.runId);
  expect(second.steps.map(({ number }) => number)).toEqual([1, 2, 3]);
  expect(codesOf(second)).toEqual(["set x 1", "get x"]);
  expect(second.steps[0]).toEqual(first.steps[0]);
  model.assertUsedUp();
});

it("goes back before the first step, where what was given is there", async () => {
  const { agent, observed, model } = setUp([runPython("set x 9"), "Nine.", runPython("get x"), "Five."]);
  const first = await agent.run("Go.", { variables: { x: 5 } });
  const second = await (await agent.rewind(first, 0)).result;
  expect(observed(3)).toBe("value: 5");
  expect(second).toMatchObject({ task: "Go.", output: "Five.", parent: { step: 0 } });
  expect(model.requests[2]?.messages.map(textOf)[0]).toContain("variable x: 5");
  expect(model.requests[2]?.messages).toEqual(model.requests[0]?.messages);
});

it("goes on by the run that is streamed, once it is over", async () => {
  const { agent, observed } = setUp([...threeSteps, runPython("get x"), "One.", runPython("get x"), "Two."]);
  const run = agent.stream("Count.");
  await expect(run.rewind(0)).rejects.toMatchObject({ code: "AGENT_BUSY" });
  await run.result;
  const again = await run.rewind(1);
  const types: string[] = [];
  for await (const event of again) types.push(event.type);
  expect([types[0], types.at(-1)]).toEqual(["run_start", "run_end"]);
  expect(observed(4)).toBe("value: 1");
  await (await run.rewind(2)).result;
  expect(observed(6)).toBe("value: 2");
});

it("rewinds a run that was rewound, to its own steps and to its parent's", async () => {
  const { agent, observed } = setUp([
    ...threeSteps,
    runPython("set x 7"),
    "Seven.",
    runPython("get x"),
    "Again.",
    runPython("get x"),
    "Once more.",
    runPython("get x"),
    "Nothing.",
  ]);
  const first = await agent.run("Count.");
  const second = await (await agent.rewind(first, 1, { task: "Differently." })).result;
  const third = await (await agent.rewind(second, 2)).result;
  expect(observed(6)).toBe("value: 7");
  expect(codesOf(third)).toEqual(["set x 1", "set x 7", "get x"]);
  expect(historyUntil(third, 1)).toEqual(historyUntil(first, 1));
  await (await agent.rewind(third, 1)).result;
  expect(observed(8)).toBe("value: 1");
  await (await agent.rewind(third, 0)).result;
  expect(observed(10)).toContain("name 'x' is not defined");
});

it("counts usage, steps and time anew: nothing of the parent is counted twice", async () => {
  const usage = { inputTokens: 60, outputTokens: 0 };
  const reply = (code: string) => ({ ...runPython(code), usage });
  const { agent } = setUp(
    [
      reply("set x 1"),
      reply("set x 2"),
      reply("set x 3"),
      { ...finalAnswer(1), usage: { inputTokens: 1, outputTokens: 0 } },
    ],
    {
      maxTokens: 100,
      maxSteps: 2,
    },
  );
  const first = await agent.run("Count.");
  expect(first).toMatchObject({ status: "budget", usage: { inputTokens: 120 } });
  const second = await (await agent.rewind(first, 1)).result;
  expect(second.status).toBe("completed");
  expect(second.steps.map(step => step.usage.inputTokens).slice(0, 2)).toEqual([60, 60]);
  expect(second.usage).toMatchObject({ requests: 2, inputTokens: 61 });
});

it("tells in the events and the result where the run came from and what was kept", async () => {
  const { agent } = setUp([...threeSteps, "One."]);
  const events: AgentEvent<unknown>[] = [];
  agent.use({ name: "all", onEvent: event => void events.push(event) });
  const first = await agent.run("Count.");
  const kept = events.flatMap(event => (event.type === "checkpoint" ? [event.step] : []));
  expect(kept).toEqual([0, 1, 2]);
  expect(first.startCheckpoint).toMatchObject({ kept: true });
  const [one, two, three] = first.steps.map(step => step.checkpoint);
  expect(one).toMatchObject({ kept: true, id: expect.any(String), sandbox: expect.any(String) });
  expect(two).not.toEqual(one);
  expect(three).toEqual(two);
  events.length = 0;
  await (await agent.rewind(first, 1, { task: "Go on." })).result;
  expect(events[0]).toMatchObject({ type: "run_start", parent: { runId: first.runId, step: 1 } });
  // The state it began with was kept before.
  expect(events.some(event => event.type === "checkpoint")).toBe(false);
});

it("keeps results plain data, and nothing at all where nobody asked for checkpoints", async () => {
  const { agent } = setUp(threeSteps);
  const result = await agent.run("Count.");
  expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  expect(structuredClone(result)).toEqual(result);
  const plain = setUp(threeSteps, { checkpoints: false });
  const without = await plain.agent.run("Count.");
  expect(without.steps.some(step => "checkpoint" in step)).toBe(false);
  expect(await plain.provider.sessions[0]?.checkpoints?.list()).toEqual([]);
  await expect(plain.agent.rewind(without, 1)).rejects.toMatchObject({
    code: "CHECKPOINT_GONE",
    message: expect.stringContaining("make the agent with { checkpoints: true }"),
  });
});

it("fails before any model call when the session keeps no checkpoints", async () => {
  const { agent, model } = setUp([], {}, { facets: ["tools"] });
  expect(await agent.run("Go.")).toMatchObject({
    status: "failed",
    error: { code: "FACET_MISSING", details: { facet: "checkpoints" } },
  });
  expect(model.requests).toHaveLength(0);
});

it("calls the model while a state is kept, and runs no cell before it is", async () => {
  const memory = memoryProvider(lineInterpreter, { facets });
  const log: string[] = [];
  const provider = {
    ...memory,
    async openSession(request: Parameters<typeof memory.openSession>[0]) {
      const session = await memory.openSession(request);
      const { checkpoints } = session;
      if (!checkpoints) throw new Error("Expected checkpoints.");
      const create: typeof checkpoints.create = async (...args) => {
        await new Promise(resolve => setTimeout(resolve, 30));
        log.push("kept");
        return checkpoints.create(...args);
      };
      return { ...session, checkpoints: { ...checkpoints, create } };
    },
  };
  const { agent } = setUp(
    [
      () => {
        log.push("model");
        return runPython("set x 1");
      },
      "Done.",
    ],
    { provider },
  );
  agent.use({ name: "log", onExecutionEnd: () => void log.push("cell") });
  const result = await agent.run("Go.");
  expect(log).toEqual(["model", "kept", "cell", "kept"]);
  expect(await provider.sessions[0]?.checkpoints?.list()).toHaveLength(2);
  expect(result.steps.every(step => step.checkpoint?.kept)).toBe(true);
});

describe("a state that is not there is CHECKPOINT_GONE, and says what is left", () => {
  const remedy = 'Only the history can be taken back there: pass { state: "present" }';

  it("when it was evicted, and the agent is free and as it was", async () => {
    const { agent, observed } = setUp(
      [...threeSteps, runPython("get x"), "Still two."],
      {},
      { maxCheckpoints: 1 },
    );
    const first = await agent.run("Count.");
    const problem = await agent.rewind(first, 1).catch((error: unknown) => error);
    expect(problem).toMatchObject({ code: "CHECKPOINT_GONE", details: { runId: first.runId, step: 1 } });
    expect(String(problem)).toContain(
      `Expected the interpreter as it was after step 1, but its checkpoint was dropped or evicted. ${remedy}`,
    );
    await agent.run("Look.");
    expect(observed(4)).toBe("value: 2");
  });

  it("when the state could not be copied, with the reason", async () => {
    const { agent } = setUp([runPython("thread"), runPython("join\nset x 1"), "Done.", "Again."]);
    const first = await agent.run("Go.");
    expect(first).toMatchObject({ status: "completed", steps: [{ checkpoint: { kept: false } }, {}, {}] });
    await expect(agent.rewind(first, 1)).rejects.toMatchObject({
      code: "CHECKPOINT_GONE",
      message: expect.stringContaining("none was kept: Expected an interpreter without threads"),
    });
    expect(await (await agent.rewind(first, 2)).result).toMatchObject({ output: "Again." });
  });

  it("when all checkpoints have names", async () => {
    const { agent, provider } = setUp(["Open.", ...threeSteps], {}, { maxCheckpoints: 1 });
    await agent.run("Open.");
    const { checkpoints } = provider.sessions[0] ?? {};
    for (const { id } of (await checkpoints?.list()) ?? []) await checkpoints?.drop(id);
    await checkpoints?.create("mine");
    const first = await agent.run("Count.");
    expect(first.status).toBe("completed");
    await expect(agent.rewind(first, 1)).rejects.toThrow(/none was kept: Expected room/);
  });

  it("when the session was lost in the run", async () => {
    const { agent, observed } = setUp([
      runPython("set x 1"),
      runPython("lose"),
      runPython("set x 3"),
      "Three.",
      runPython("get x"),
      "Gone.",
    ]);
    const first = await agent.run("Go.");
    await expect(agent.rewind(first, 1)).rejects.toThrow(`but the session it was kept in is gone. ${remedy}`);
    await (await agent.rewind(first, 2)).result;
    expect(observed(5)).toContain("name 'x' is not defined");
  });

  it("when the session was closed since, and not before somebody asked for it", async () => {
    const { agent, provider } = setUp([...threeSteps, "New."]);
    const first = await agent.run("Count.");
    await provider.sessions[0]?.close();
    await expect(agent.rewind(first, 1)).rejects.toMatchObject({ code: "CHECKPOINT_GONE" });
    expect(await agent.run("Next.")).toMatchObject({ output: "New." });
    expect(provider.sessions).toHaveLength(2);
  });

  it("when another agent kept it, whatever its id is there", async () => {
    const one = setUp(threeSteps);
    const other = setUp([...threeSteps]);
    const result = JSON.parse(JSON.stringify(await one.agent.run("Count."))) as RunResult;
    await expect(other.agent.rewind(result, 1)).rejects.toMatchObject({ code: "CHECKPOINT_GONE" });
    await other.agent.run("Count.");
    await expect(other.agent.rewind(result, 1)).rejects.toMatchObject({ code: "CHECKPOINT_GONE" });
    const forged = { ...result, steps: result.steps.map(step => ({ ...step, checkpoint: { kept: true } })) };
    const fresh = setUp([]);
    await expect(fresh.agent.rewind(forged as unknown as RunResult, 1)).rejects.toMatchObject({
      code: "CHECKPOINT_GONE",
    });
  });

  it("when the run was aborted in that step", async () => {
    const { agent, observed } = setUp([
      runPython("set x 1"),
      runPython("set x 2\nwait"),
      runPython("get x"),
      "One.",
    ]);
    const run = agent.stream("Go.");
    for await (const event of run) if (event.type === "execution_start" && event.step === 2) break;
    const first = await run.result;
    expect(first.status).toBe("aborted");
    await expect(run.rewind(2)).rejects.toThrow(/none was kept: The reader of the run left/);
    await (await run.rewind(1)).result;
    expect(observed(3)).toBe("value: 1");
  });
});

it("is not ended by what ended its parent, and hears its own signal", async () => {
  const controller = new AbortController();
  const { agent, observed } = setUp([
    runPython("set x 1"),
    runPython("wait"),
    runPython("get x"),
    "One.",
    runPython("wait"),
  ]);
  agent.use({
    name: "stop",
    onExecutionStart: ({ cell }) => {
      if (cell.code === "wait") setTimeout(() => controller.abort("enough"), 5);
    },
  });
  const first = await agent.run("Go.", { signal: controller.signal });
  expect(first).toMatchObject({ status: "aborted", reason: "enough" });
  expect(await (await agent.rewind(first, 1)).result).toMatchObject({ status: "completed", output: "One." });
  expect(observed(3)).toBe("value: 1");
  const own = new AbortController();
  const again = await agent.rewind(first, 1, { signal: own.signal });
  for await (const event of again) if (event.type === "execution_start") own.abort("own reason");
  expect(await again.result).toMatchObject({ status: "aborted", reason: "own reason" });
});

it("goes back to before a reset, and to after it", async () => {
  const { agent, observed } = setUp([
    runPython("set x 2"),
    runPython("crash"),
    "Empty.",
    runPython("get x"),
    "There.",
    runPython("get x"),
    "Given.",
  ]);
  const first = await agent.run("Go.", { variables: { x: 1 } });
  await (await agent.rewind(first, 1)).result;
  expect(observed(4)).toBe("value: 2");
  await (await agent.rewind(first, 2)).result;
  expect(observed(6)).toBe("value: 1");
});

describe("with the present interpreter only the history is taken back", () => {
  const note = "The conversation was taken back to this point; the interpreter was not.";

  it("and the model is told so", async () => {
    const { agent, observed, model } = setUp([...threeSteps, runPython("get x"), "Two."]);
    const first = await agent.run("Count.", { variables: { x: 0 } });
    const again = await agent.rewind(first, 1, { state: "present", task: "What is x?" });
    await again.result;
    expect(observed(3)).toMatch(`What is x?${note}`);
    expect(observed(4)).toBe("value: 2");
    expect(model.requests[3]?.messages).toHaveLength(5);
  });

  it("also where no checkpoints are kept, and without a new instruction", async () => {
    const { agent, observed } = setUp(
      [...threeSteps, "Done."],
      { checkpoints: false },
      { facets: ["tools"] },
    );
    const first = await agent.run("Count.");
    await (await agent.rewind(first, 2, { state: "present" })).result;
    expect(observed(3)).toMatch(new RegExp(`^${note}`));
  });

  it("of a result that was stored, by an agent of a later process", async () => {
    const stored = JSON.stringify(await setUp(threeSteps).agent.run("Count."));
    const { agent, observed } = setUp([runPython("get x"), "Gone.", runPython("set x 8"), "Back."]);
    const loaded = JSON.parse(stored) as RunResult;
    const second = await (await agent.rewind(loaded, 1, { state: "present" })).result;
    expect(observed(1)).toContain("name 'x' is not defined");
    expect(codesOf(second)).toEqual(["set x 1", "get x"]);
    expect(await (await agent.rewind(second, 2)).result).toMatchObject({ output: "Back." });
  });

  it("by a history for a new run, which helps with a stored result too", async () => {
    const { agent, model } = setUp([...threeSteps, "Done."]);
    const first = await agent.run("Count.");
    await agent.run("Again.", { history: historyUntil(first, 1) });
    expect(model.requests[3]?.messages.map(textOf).slice(1)).toEqual([
      "Count.",
      "",
      expect.any(String),
      "Again.",
    ]);
    expect(historyUntil(first, 3)).toEqual(first.messages);
    expect(historyUntil({ steps: [], messages: first.messages }, 0)).toEqual(first.messages);
  });

  it("and what was given is put back when the session is a new one", async () => {
    const last = runPython('call final_answer {"value": 1}\nlose');
    const { agent, observed } = setUp([runPython("set y 1"), last, runPython("get y"), "Five."]);
    const first = await agent.run("Count.", { variables: { y: 5 } });
    await (await agent.rewind(first, 1, { state: "present" })).result;
    expect(observed(2)).toMatch(new RegExp(`^A new session was opened.*${note}`));
    expect(observed(3)).toBe("value: 5");
  });
});

describe("what a run is rewound with is checked", () => {
  it.each([
    ["a step that is not there", 4, {}, "from 0 (before the first) to 3, got 4"],
    ["half a step", 0.5, {}, "got 0.5"],
    ["a step before the first", -1, {}, "got -1"],
    ["an unknown option", 1, { variables: {} }, 'got "variables"'],
    ["an empty task", 1, { task: " " }, '"task"'],
    ["an unknown state", 1, { state: "history" }, '"checkpoint", "present"'],
    ["an answer without anything new", 3, {}, "because step 3 ends with the model's answer"],
  ])("%s", async (_, step, options, message) => {
    const { agent } = setUp(threeSteps);
    const result = await agent.run("Count.");
    await expect(agent.rewind(result, step, options as object)).rejects.toMatchObject({
      code: "OPTION_INVALID",
      message: expect.stringContaining(message),
    });
  });

  it.each([
    ["nothing", undefined],
    ["steps without a place in the history", { runId: "a", task: "b", messages: [], steps: [{}] }],
    [
      "a history that starts with an answer",
      { runId: "a", task: "b", steps: [], messages: [{ role: "assistant", content: [] }] },
    ],
  ])("%s", async (_, result) => {
    const { agent } = setUp([]);
    await expect(agent.rewind(result as unknown as RunResult, 0)).rejects.toMatchObject({
      code: "OPTION_INVALID",
      message: expect.stringContaining('"result"'),
    });
  });
});

it("is busy while it goes back, and ends when it is aborted or closed meanwhile", async () => {
  const memory = memoryProvider(lineInterpreter, { facets });
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const provider = {
    ...memory,
    async openSession(request: Parameters<typeof memory.openSession>[0]) {
      const session = await memory.openSession(request);
      const { checkpoints } = session;
      if (!checkpoints) throw new Error("Expected checkpoints.");
      const restore: typeof checkpoints.restore = async id => {
        await released;
        return checkpoints.restore(id);
      };
      return { ...session, checkpoints: { ...checkpoints, restore } };
    },
  };
  const { agent, observed } = setUp([...threeSteps, runPython("get x"), "One."], { provider });
  const first = await agent.run("Count.");
  const controller = new AbortController();
  const rewinding = agent.rewind(first, 1, { signal: controller.signal });
  await expect(agent.run("Other.")).rejects.toMatchObject({ code: "AGENT_BUSY" });
  await expect(agent.rewind(first, 1)).rejects.toMatchObject({ code: "AGENT_BUSY" });
  controller.abort("enough");
  await expect(rewinding).rejects.toMatchObject({ code: "ABORTED", message: "enough" });
  // The next run waits for what the abandoned one had begun.
  const next = agent.run("Next.");
  setTimeout(release, 20);
  await next;
  expect(observed(4)).toBe("value: 1");
  const late = agent.rewind(first, 1);
  await agent.close();
  await expect(late).rejects.toMatchObject({ code: "ABORTED", message: "The agent was closed." });
  await expect(agent.rewind(first, 1)).rejects.toMatchObject({ code: "AGENT_CLOSED" });
});

it("uses the interpreter for one thing at a time, also after an abort that the provider does not hear", async () => {
  const memory = memoryProvider(lineInterpreter, { facets });
  let busy = 0;
  let overlaps = 0;
  const alone = async <T>(act: () => Promise<T>): Promise<T> => {
    overlaps += busy;
    busy += 1;
    await new Promise(resolve => setTimeout(resolve, 10));
    busy -= 1;
    return act();
  };
  const provider = {
    ...memory,
    async openSession(request: Parameters<typeof memory.openSession>[0]) {
      const session = await memory.openSession(request);
      const { checkpoints } = session;
      if (!checkpoints) throw new Error("Expected checkpoints.");
      const create: typeof checkpoints.create = name => alone(() => checkpoints.create(name));
      const restore: typeof checkpoints.restore = id => alone(() => checkpoints.restore(id));
      const execute: typeof session.execute = (...args) => {
        overlaps += busy;
        return session.execute(...args);
      };
      return { ...session, execute, checkpoints: { ...checkpoints, create, restore } };
    },
  };
  const { agent } = setUp([...threeSteps, "Again.", runPython("get x"), "Last."], { provider });
  const run = agent.stream("Count.");
  for await (const event of run) if (event.type === "step_start" && event.step === 3) break;
  const first = await run.result;
  expect(first).toMatchObject({ status: "aborted", steps: [{}, { checkpoint: { kept: false } }] });
  await (await agent.rewind(first, 1)).result;
  await agent.run("Next.");
  expect([overlaps, busy]).toEqual([0, 0]);
});

it("goes on in a new session when the one that was put back is found dead, and tells the model", async () => {
  const memory = memoryProvider(lineInterpreter, { facets });
  let lists = 0;
  const provider = {
    ...memory,
    async openSession(request: Parameters<typeof memory.openSession>[0]) {
      const session = await memory.openSession(request);
      const files = {
        async list() {
          lists += 1;
          if (lists === 3) throw new CodeAgentError("SESSION_LOST", "It died.");
          return [];
        },
      } as unknown as SessionFiles;
      const capabilities = { ...session.capabilities, facets: [...facets, "files" as const] };
      return { ...session, capabilities, files };
    },
  };
  const { agent, observed } = setUp([...threeSteps, runPython("get y"), "Five."], { provider });
  const first = await agent.run("Count.", { variables: { y: 5 } });
  const second = await (await agent.rewind(first, 1, { task: "What is y?" })).result;
  expect(observed(3)).toContain("What is y?A new session was opened");
  expect(observed(4)).toBe("value: 5");
  expect(second.steps[0]?.checkpoint).not.toEqual(first.steps[0]?.checkpoint);
});

it("goes back by fenced code as by tools", async () => {
  const model = new ScriptedModel(
    ["```python\nset x 1\n```", "```python\nset x 2\n```", "Two.", "```python\nget x\n```", "One."],
    { capabilities: { tools: false } },
  );
  const { agent } = setUp([], { model });
  const first = await agent.run("Count.");
  await (await agent.rewind(first, 1)).result;
  expect(model.requests[4]?.messages.map(textOf).at(-1)).toBe("Observation:value: 1");
});

it("types what goes on by the agent's schema", () => {
  type Numbers = TinyCodeAgent<number>;
  expectTypeOf<ReturnType<Numbers["rewind"]>>().resolves.toEqualTypeOf<RunStream<number>>();
  expectTypeOf<Awaited<ReturnType<Numbers["branch"]>>["agent"]>().toEqualTypeOf<Numbers>();
});
