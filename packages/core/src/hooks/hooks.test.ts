import {
  finalAnswer,
  lineInterpreter,
  memoryProvider,
  runPython,
  type ScriptEntry,
  ScriptedModel,
} from "@tinycodeagent/testkit";
import { expect, it } from "vitest";
import type { AgentEvent } from "../agent/agent-event.ts";
import { TinyCodeAgent } from "../agent/tiny-code-agent.ts";
import { textOf } from "../messages/message.ts";
import { defineTool } from "../tools/define-tool.ts";
import { jsonSchema } from "../tools/json-schema.ts";
import { allow, deny, modify, replace } from "./decision.ts";
import { defineHook, type Hook } from "./hook.ts";

function setUp(replies: readonly ScriptEntry[], hooks: readonly Omit<Hook, "name">[]) {
  const doubled: number[] = [];
  const double = defineTool({
    name: "double",
    description: "Doubles.",
    input: jsonSchema<{ n: number }>({
      type: "object",
      properties: { n: { type: "integer" } },
      required: ["n"],
    }),
    from: "both",
    execute({ n }) {
      doubled.push(n);
      return 2 * n;
    },
  });
  const model = new ScriptedModel(replies);
  const agent = new TinyCodeAgent({
    model,
    provider: memoryProvider(lineInterpreter),
    tools: [double],
    hooks: hooks.map((hook, index) => defineHook({ name: `hook${index}`, ...hook })),
  });
  const observed = (index: number) => {
    const message = model.requests[index]?.messages.at(-1);
    return message && textOf(message);
  };
  return { agent, model, doubled, observed };
}

const callDouble = { calls: [{ name: "double", input: { n: 4 } }] };
const inCode = runPython('call double {"n": 4}');

it("asks the same deciders about calls of the model and of code", async () => {
  const sources: string[] = [];
  const beforeToolCall: Hook["beforeToolCall"] = ({ source, name }) => {
    sources.push(`${source} ${name}`);
    return deny("Not today.");
  };
  const { agent, doubled, observed } = setUp([callDouble, inCode, "Done."], [{ beforeToolCall }]);
  const result = await agent.run("Go.");
  expect(sources).toEqual(["model double", "code double"]);
  expect(doubled).toEqual([]);
  expect(observed(1)).toBe("denied: Not today.");
  expect(observed(2)).toBe("Error: denied: Not today.");
  expect(result.steps[0]?.actions[0]?.outcome).toEqual({ ran: false, reason: "denied: Not today." });
});

it("runs a call with the input that a decider wrote, and does not run one that it replaced", async () => {
  const changed = setUp([callDouble, "Done."], [{ beforeToolCall: () => modify({ n: 5 }) }]);
  await changed.agent.run("Go.");
  expect([changed.doubled, changed.observed(1)]).toEqual([[5], "10"]);
  const replaced = setUp([callDouble, "Done."], [{ beforeToolCall: () => replace("cached") }]);
  const result = await replaced.agent.run("Go.");
  expect([replaced.doubled, replaced.observed(1)]).toEqual([[], "cached"]);
  expect(result.steps[0]?.actions[0]?.outcome.ran).toBe(false);
});

it("denies when a decider wrote an input that is not valid", async () => {
  const { agent, doubled, observed } = setUp(
    [callDouble, "Done."],
    [{ beforeToolCall: () => modify({ n: "x" }) }],
  );
  await agent.run("Go.");
  expect(doubled).toEqual([]);
  expect(observed(1)).toContain("the new one is not valid: n: expected integer, got string");
});

it("decides on cells: denied, replaced, changed, and denied for a change into nothing", async () => {
  const words = [deny("No."), replace("stdout:\nfake"), modify({ code: "print b" }), modify({ code: " " })];
  const { agent, observed } = setUp(
    [...words.map(() => runPython("print a")), "Done."],
    [{ beforeExecute: (_, { step }) => words[step - 1] }],
  );
  const result = await agent.run("Go.");
  expect([1, 2, 3].map(observed)).toEqual(["denied: No.", "stdout:\nfake", "stdout:\nb"]);
  expect(observed(4)).toContain("the new one is not valid: expected a cell with code");
  expect(result.steps.flatMap(step => step.actions.map(action => action.outcome.ran))).toEqual([
    false,
    false,
    true,
    false,
  ]);
});

it("sends the model what beforeModel wrote, and keeps the run's own history whole", async () => {
  const beforeModel: Hook["beforeModel"] = ({ messages, tools }) =>
    modify({ messages: messages.slice(1), tools: tools.slice(0, 1) });
  const { agent, model } = setUp(["Done."], [{ beforeModel }]);
  const result = await agent.run("Go.");
  expect(model.requests[0]?.messages.map(({ role }) => role)).toEqual(["user"]);
  expect(model.requests[0]?.tools.map(({ name }) => name)).toEqual(["run_python"]);
  expect(result.messages.map(({ role }) => role)).toEqual(["system", "user", "assistant"]);
});

it("ends as failed when the model may not be called, or would be sent a broken history", async () => {
  const denied = setUp([], [{ beforeModel: () => deny("Too dear.") }]);
  expect(await denied.agent.run("Go.")).toMatchObject({
    status: "failed",
    error: { code: "HOOK_DENIED", message: expect.stringContaining("Too dear.") },
  });
  const broken = setUp([], [{ beforeModel: ({ tools }) => modify({ messages: [], tools }) }]);
  expect(await broken.agent.run("Go.")).toMatchObject({
    error: { code: "HOOK_DENIED", message: expect.stringContaining("is empty") },
  });
  expect(broken.model.requests).toHaveLength(0);
});

it("takes what beforeModel replaced for the reply, at no cost", async () => {
  const { agent } = setUp([], [{ beforeModel: () => replace("From memory.") }]);
  expect(await agent.run("Go.")).toMatchObject({ output: "From memory.", usage: { requests: 0 } });
});

it("shows observers every event in order, and the specific ones after the general", async () => {
  const seen: string[] = [];
  const { agent } = setUp(
    [runPython('call double {"n": 1}'), finalAnswer(1)],
    [{ onEvent: event => void seen.push(event.type), onToolEnd: event => void seen.push(`!${event.name}`) }],
  );
  await agent.run("Go.");
  expect(seen.filter(type => type !== "tool_input")).toEqual([
    ..."run_start step_start model_end execution_start tool_start tool_end !double execution".split(" "),
    ..."execution execution_end step_end step_start model_end tool_start tool_end !final_answer".split(" "),
    ..."step_end run_end".split(" "),
  ]);
});

it("streams what a hook threw", async () => {
  const fails = () => {
    throw new Error("boom");
  };
  const { agent } = setUp(["Done."], [{ onModelEnd: fails }]);
  const seen: AgentEvent<unknown>[] = [];
  for await (const event of agent.stream("Go.")) seen.push(event);
  expect(seen).toContainEqual({ type: "hook_error", hook: "hook0", member: "onModelEnd", message: "boom" });
});

it("reports what an observer throws once, and goes on", async () => {
  const events: AgentEvent<unknown>[] = [];
  const fails = () => {
    throw new Error("boom");
  };
  const { agent } = setUp(
    [runPython("print a"), "Done."],
    [{ onEvent: fails, onStepEnd: fails }, { onEvent: event => void events.push(event) }],
  );
  expect(await agent.run("Go.")).toMatchObject({ status: "completed" });
  expect(events.filter(event => event.type === "hook_error")).toEqual([
    { type: "hook_error", hook: "hook0", member: "onEvent", message: "boom" },
    { type: "hook_error", hook: "hook0", member: "onStepEnd", message: "boom" },
  ]);
});

it("awaits observers, so that they see one event at a time", async () => {
  let open = 0;
  let most = 0;
  const onEvent = async () => {
    most = Math.max(most, ++open);
    await new Promise(resolve => setTimeout(resolve, 1));
    open -= 1;
  };
  const provider = memoryProvider(async cell => {
    await Promise.all([1, 2, 3].map(value => cell.callTool("final_answer", { value })));
    return undefined;
  });
  const model = new ScriptedModel([runPython("three calls at once")]);
  const result = await new TinyCodeAgent({ model, provider, hooks: [{ name: "slow", onEvent }] }).run("Go.");
  expect(result).toMatchObject({ status: "completed", output: 1 });
  expect([most, open]).toEqual([1, 0]);
});

it("lets a hook that is added later see the next run", async () => {
  const { agent } = setUp(["One.", "Two."], []);
  await agent.run("First.");
  const tasks: string[] = [];
  expect(
    agent.use({ name: "late", onRunStart: ({ task }) => void tasks.push(task), beforeModel: allow }),
  ).toBe(agent);
  await agent.run("Second.");
  expect(tasks).toEqual(["Second."]);
});
