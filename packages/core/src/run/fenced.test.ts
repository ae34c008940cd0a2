import {
  lineInterpreter,
  memoryProvider,
  runPython,
  type ScriptEntry,
  ScriptedModel,
} from "@tinycodeagent/testkit";
import { expect, it } from "vitest";
import { TinyCodeAgent } from "../agent/tiny-code-agent.ts";
import { historyProblem } from "../messages/history-problem.ts";
import { textOf } from "../messages/message.ts";

const fence = "```";
const block = (code: string) => `${fence}python\n${code}\n${fence}`;

function setUp(replies: readonly ScriptEntry[]) {
  const model = new ScriptedModel(replies, { capabilities: { tools: false } });
  const agent = new TinyCodeAgent({ model, provider: memoryProvider(lineInterpreter) });
  return { model, agent };
}

it("runs the first block, cuts what the model invented behind it, and gives the observation as the user", async () => {
  const invented = `Let me see.\n${block("print real")}\nObservation: fake\n${block("print second")}`;
  const { agent, model } = setUp([invented, "Done."]);
  const result = await agent.run("Go.");
  expect(result).toMatchObject({ status: "completed", output: "Done." });
  expect(model.requests[1]?.messages.slice(-2)).toEqual([
    { role: "assistant", content: [{ type: "text", text: `Let me see.\n${block("print real")}` }] },
    {
      role: "user",
      content: [
        { type: "text", text: "Observation:" },
        { type: "text", text: "stdout:\nreal" },
      ],
    },
  ]);
  expect(model.requests.map(request => request.tools)).toEqual([[], []]);
});

it("takes the answer and the question from code", async () => {
  const answered = setUp([block('call final_answer {"value": [1]}')]);
  expect(await answered.agent.run("Go.")).toMatchObject({ status: "completed", output: [1] });
  const asked = setUp([block('call ask_question {"question": "Why?"}')]);
  expect(await asked.agent.run("Go.")).toMatchObject({ status: "needs_input", question: "Why?" });
});

it("does not run code that was cut off at the length limit", async () => {
  const { agent, model } = setUp([{ text: `${fence}py\nprint half`, finishReason: "length" }, "Done."]);
  await agent.run("Go.");
  expect(textOf(model.requests[1]?.messages.at(-1) ?? { role: "system", content: "" })).toContain(
    "was not run",
  );
});

it("puts the first of several questions", async () => {
  const { agent } = setUp([
    block('call ask_question {"question": "First?"}\ncall ask_question {"question": "Second?"}'),
  ]);
  expect(await agent.run("Go.")).toMatchObject({ status: "needs_input", question: "First?" });
});

it("takes the words before a block for the output of the last attempt", async () => {
  const model = new ScriptedModel([block("print a"), `So far: a.\n${block("print b")}`], {
    capabilities: { tools: false },
  });
  const agent = new TinyCodeAgent({ model, provider: memoryProvider(lineInterpreter), maxSteps: 1 });
  expect(await agent.run("Go.")).toMatchObject({ status: "step_limit", output: "So far: a." });
});

it("does not begin a cell once the run is aborted", async () => {
  const controller = new AbortController();
  const { agent } = setUp([block("print a")]);
  const seen: string[] = [];
  agent.use({
    name: "stop",
    onModelEnd: () => controller.abort("stop"),
    onEvent: event => void seen.push(event.type),
  });
  const result = await agent.run("Go.", { signal: controller.signal });
  expect(textOf(result.messages.at(-1) ?? { role: "system", content: "" })).toBe(
    "Observation:cancelled: stop",
  );
  expect(seen).not.toContain("execution_start");
});

it("runs a block that a stop sequence left open", async () => {
  const { agent, model } = setUp([`${fence}py\nprint open`, "Done."]);
  await agent.run("Go.");
  expect(model.requests[1]?.messages.at(-1)).toMatchObject({ content: [{}, { text: "stdout:\nopen" }] });
});

it("answers native calls of a model that was offered none", async () => {
  const { agent } = setUp([{ ...runPython("print a"), text: block("print b") }, "Done."]);
  const result = await agent.run("Go.");
  expect(result.status).toBe("completed");
  expect(historyProblem(result.messages)).toBeUndefined();
  expect(result.steps[0]?.actions.map(({ outcome }) => outcome.ran)).toEqual([false, true]);
});
