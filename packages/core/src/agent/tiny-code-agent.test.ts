import {
  finalAnswer,
  lineInterpreter,
  memoryProvider,
  runPython,
  type ScriptEntry,
  ScriptedModel,
} from "@tinycodeagent/testkit";
import { expect, it } from "vitest";
import { historyProblem } from "../messages/history-problem.ts";
import { textOf } from "../messages/message.ts";
import { defineTool } from "../tools/define-tool.ts";
import { jsonSchema } from "../tools/json-schema.ts";
import type { AgentOptions } from "./options.ts";
import { TinyCodeAgent } from "./tiny-code-agent.ts";

function setUp(replies: readonly ScriptEntry[], options: Partial<AgentOptions> = {}) {
  const model = new ScriptedModel(replies);
  const provider = memoryProvider(lineInterpreter);
  const agent = new TinyCodeAgent({ model, provider, ...options });
  /** The text of the last message of a request. */
  const lastSent = (index: number) => {
    const message = model.requests[index]?.messages.at(-1);
    return message && textOf(message);
  };
  return { model, provider, agent, lastSent };
}

const noInput = jsonSchema({ type: "object", properties: {}, additionalProperties: false });

it("runs code, tells the model what it gave, and returns the answer", async () => {
  const { agent, model, lastSent } = setUp([runPython("print hello"), finalAnswer(42)]);
  const result = await agent.run("Say hello.");
  expect(result).toMatchObject({ status: "completed", output: 42, artifacts: [], task: "Say hello." });
  expect(lastSent(1)).toBe("stdout:\nhello");
  expect(result.steps.map(step => step.actions.map(action => action.kind))).toEqual([["execute"], ["tool"]]);
  expect(result.usage.requests).toBe(2);
  expect(historyProblem(result.messages)).toBeUndefined();
  model.assertUsedUp();
});

it("opens nothing when it is made, one session when it first runs, and keeps its state", async () => {
  const { agent, provider, lastSent } = setUp([runPython("set x 7"), "Done.", runPython("get x"), "Seven."]);
  expect(provider.sessions).toHaveLength(0);
  expect(await agent.run("Set x.")).toMatchObject({ status: "completed", output: "Done." });
  expect(await agent.run("Read x.")).toMatchObject({ status: "completed", output: "Seven." });
  expect(provider.sessions).toHaveLength(1);
  expect(lastSent(3)).toBe("value: 7");
});

it("gives each run a history of its own, unless it is given one", async () => {
  const { agent, model } = setUp(["One.", "Two.", "Three."]);
  await agent.run("First.");
  const second = await agent.run("Second.");
  await agent.run("Third.", { history: second.messages });
  const texts = model.requests.map(({ messages }) => messages.slice(1).map(textOf));
  expect(texts).toEqual([["First."], ["Second."], ["Second.", "Two.", "Third."]]);
  expect(
    model.requests.map(({ messages }) => messages.filter(({ role }) => role === "system").length),
  ).toEqual([1, 1, 1]);
});

it("takes a value that code gave by final_answer, once its cell has ended", async () => {
  const code = 'print before\ncall final_answer {"value": {"n": 1}}\nprint after';
  const { agent, lastSent } = setUp([runPython(code)]);
  const result = await agent.run("Go.");
  expect(result).toMatchObject({ status: "completed", output: { n: 1 } });
  expect(textOf(result.messages.at(-1) ?? { role: "system", content: "" })).toBe("stdout:\nbefore\nafter");
  expect(lastSent(1)).toBeUndefined();
});

it("takes the first of several final answers", async () => {
  const code = 'call final_answer {"value": 1}\ncall final_answer {"value": 2}';
  const { agent } = setUp([runPython(code)]);
  expect(await agent.run("Go.")).toMatchObject({ output: 1 });
});

it("answers the calls behind a final answer without running them", async () => {
  const calls = [...finalAnswer(1).calls, ...runPython("print no").calls, ...finalAnswer(2).calls];
  const { agent } = setUp([{ calls }]);
  const result = await agent.run("Go.");
  expect(result).toMatchObject({ status: "completed", output: 1 });
  expect(historyProblem(result.messages)).toBeUndefined();
  expect(result.messages.slice(-2).map(textOf)).toEqual([
    "not run: the run ended before it.",
    "not run: the run ended before it.",
  ]);
});

it("gives an answer that is not of the output schema back, to the model and to code", async () => {
  const outputSchema = jsonSchema({ type: "integer" });
  const { agent, lastSent } = setUp(
    [finalAnswer("x"), runPython('call final_answer {"value": "y"}'), "not a number", "3"],
    { outputSchema },
  );
  expect(await agent.run("Go.")).toMatchObject({ status: "completed", output: 3 });
  expect(lastSent(1)).toContain("expected integer, got string");
  expect(lastSent(2)).toContain("expected integer, got string");
  expect(lastSent(3)).toContain("Your reply is not an answer of the expected form: expected integer");
});

it("ends with the model's question, and goes on with the answer", async () => {
  const ask = { calls: [{ name: "ask_question", input: { question: "Which year?" } }] };
  const { agent, model } = setUp([ask, "Then 1999."]);
  const asked = await agent.run("Go.");
  expect(asked).toMatchObject({ status: "needs_input", question: "Which year?" });
  const result = await agent.run("1999", { history: asked.messages });
  expect(result).toMatchObject({ status: "completed", output: "Then 1999." });
  model.assertUsedUp();
});

it("answers arguments that are not JSON with what is wrong, and runs nothing", async () => {
  let count = 0;
  const tool = defineTool({
    name: "tool",
    description: "Counts.",
    input: noInput,
    from: "model",
    execute: () => ++count,
  });
  const broken = { calls: [{ name: "tool", inputText: '{"a": ' }] };
  const { agent, lastSent } = setUp([broken, "Done."], { tools: [tool] });
  const result = await agent.run("Go.");
  expect(count).toBe(0);
  expect(lastSent(1)).toMatch(/^invalid: The arguments are not JSON \(.+\)\. The tool was not run/);
  expect(result.steps[0]?.actions).toMatchObject([{ input: '{"a": ', outcome: { ran: false } }]);
});

it("takes no text for a call without arguments", async () => {
  const tool = defineTool({
    name: "tool",
    description: "A.",
    input: noInput,
    from: "model",
    execute: () => "ran",
  });
  const { agent, lastSent } = setUp([{ calls: [{ name: "tool", inputText: "" }] }, "Done."], {
    tools: [tool],
  });
  await agent.run("Go.");
  expect(lastSent(1)).toBe("ran");
});

it("answers a call of a tool that is not there", async () => {
  const { agent, lastSent } = setUp([{ calls: [{ name: "nope", input: {} }] }, "Done."]);
  await agent.run("Go.");
  expect(lastSent(1)).toContain(
    'There is no tool "nope" that model can call. Tools are: final_answer, ask_question.',
  );
});

it("runs a tool for the model and for code through the same broker, once for each call", async () => {
  const calls: string[] = [];
  const tool = defineTool({
    name: "where",
    description: "Says who calls.",
    input: noInput,
    from: "both",
    execute: (_, { source, callId }) => {
      calls.push(`${source} ${callId}`);
      return source;
    },
  });
  const replies = [
    { calls: [{ name: "where", input: {} }] },
    runPython("call where"),
    runPython("repeat"),
    "Done.",
  ];
  const { agent, lastSent } = setUp(replies, { tools: [tool] });
  await agent.run("Go.");
  expect(lastSent(1)).toBe("model");
  expect(lastSent(2)).toBe('value: "code"');
  expect(calls).toHaveLength(2);
});

it("makes the ids of calls unique, within a reply and in the history", async () => {
  const call = { name: "run_python", input: { code: "print a" }, id: "same" };
  const { agent, model } = setUp([{ calls: [call, call] }, { calls: [call] }, "Done."]);
  const result = await agent.run("Go.");
  expect(result.status).toBe("completed");
  const ids = result.messages.flatMap(message => (message.role === "tool" ? [message.callId] : []));
  expect(ids).toEqual(["same", "same-2", "same-3"]);
  model.assertUsedUp();
});

it("runs a call of a later run although its id was used in an earlier one", async () => {
  let count = 0;
  const execute = () => ++count;
  const tool = defineTool({ name: "count", description: "Counts.", input: noInput, from: "model", execute });
  const call = { calls: [{ name: "count", input: {}, id: "same" }] };
  const { agent, lastSent } = setUp([call, "One.", call, "Two."], { tools: [tool] });
  await agent.run("First.");
  await agent.run("Second.");
  expect([count, lastSent(3)]).toEqual([2, "2"]);
});

it("shows pictures to a model that takes them, and only names them to one that does not", async () => {
  const run = async (images: boolean) => {
    const model = new ScriptedModel([runPython("picture"), "Nice."], {
      capabilities: { tools: true, images },
    });
    await new TinyCodeAgent({ model, provider: memoryProvider(lineInterpreter) }).run("Draw.");
    return model.requests[1]?.messages.at(-1)?.content;
  };
  expect(await run(true)).toEqual([
    { type: "text", text: "display: image/png, 3 bytes, attached" },
    { type: "image", mediaType: "image/png", data: new Uint8Array([1, 2, 3]) },
  ]);
  expect(await run(false)).toEqual([
    { type: "text", text: "display: image/png, 3 bytes, not attached: this model takes no pictures" },
  ]);
});

it("does not speak of a circle when different code fails", async () => {
  const { agent, lastSent } = setUp([
    runPython("raise 1"),
    runPython("raise 2"),
    runPython("raise 3"),
    "I give up.",
  ]);
  await agent.run("Go.");
  expect(lastSent(3)).toBe("Error: 3");
});

it("tells the model what a tool threw, and records that it ran", async () => {
  const execute = () => {
    throw new Error("no disk");
  };
  const tool = defineTool({ name: "save", description: "Saves.", input: noInput, from: "model", execute });
  const { agent, lastSent } = setUp([{ calls: [{ name: "save", input: {} }] }, "Done."], { tools: [tool] });
  const result = await agent.run("Go.");
  expect(lastSent(1)).toBe("failed: no disk");
  expect(result.steps[0]?.actions[0]?.outcome.ran).toBe(true);
});

it("tells the model when the same code fails three times in a row", async () => {
  const again = runPython("raise no");
  const { agent, lastSent } = setUp([again, again, again, "I give up."]);
  await agent.run("Go.");
  expect(lastSent(2)).toBe("Error: no");
  expect(lastSent(3)).toMatch(/^This same code has failed 3 times in a row.+\nError: no$/);
});
