import {
  finalAnswer,
  lineInterpreter,
  memoryProvider,
  runPython,
  type ScriptEntry,
  ScriptedModel,
} from "@tinycodeagent/testkit";
import { expect, it } from "vitest";
import type { AgentOptions } from "../agent/options.ts";
import { TinyCodeAgent } from "../agent/tiny-code-agent.ts";
import { CodeAgentError } from "../errors/code-agent-error.ts";
import { defineHook } from "../hooks/hook.ts";
import { historyProblem } from "../messages/history-problem.ts";
import { textOf } from "../messages/message.ts";
import { jsonSchema } from "../tools/json-schema.ts";

function setUp(replies: readonly ScriptEntry[], options: Partial<AgentOptions> = {}) {
  const model = new ScriptedModel(replies);
  const provider = memoryProvider(lineInterpreter);
  return { model, provider, agent: new TinyCodeAgent({ model, provider, ...options }) };
}

function _lastText(model: ScriptedModel, index: number): string | undefined {
  const message = model.requests[index]?.messages.at(-1);
  return message && textOf(message);
}

it("makes one last attempt without tools at the step limit", async () => {
  const { agent, model } = setUp([runPython("print a"), runPython("print b"), "Best I have."], {
    maxSteps: 2,
  });
  const result = await agent.run("Go.");
  expect(result).toMatchObject({ status: "step_limit", output: "Best I have." });
  expect(model.requests.map(request => request.toolChoice)).toEqual(["auto", "auto", "none"]);
  expect(result.steps).toHaveLength(3);
});

it("answers calls that a model makes in the last attempt all the same, and gives no output", async () => {
  const { agent } = setUp([runPython("print a"), runPython("print b")], { maxSteps: 1 });
  const result = await agent.run("Go.");
  expect(result).toMatchObject({ status: "step_limit" });
  expect(result).not.toHaveProperty("output");
  expect(historyProblem(result.messages)).toBeUndefined();
});

it("gives no output of the last attempt that is not of the output schema", async () => {
  const { agent } = setUp([runPython("print a"), "words"], {
    maxSteps: 1,
    outputSchema: jsonSchema({ type: "integer" }),
  });
  expect(await agent.run("Go.")).not.toHaveProperty("output");
});

it("ends when its tokens are spent, before the next model call", async () => {
  const spend = { ...runPython("print a"), usage: { inputTokens: 90, outputTokens: 10 } };
  const { agent, model } = setUp([spend, spend], { maxTokens: 200 });
  const result = await agent.run("Go.");
  expect(result).toMatchObject({ status: "budget", budget: "tokens", usage: { inputTokens: 180 } });
  model.assertUsedUp();
});

it("makes no last attempt when its tokens are spent", async () => {
  const spend = { ...runPython("print a"), usage: { inputTokens: 90 } };
  const { agent } = setUp([spend], { maxTokens: 50, maxSteps: 1 });
  expect(await agent.run("Go.")).toMatchObject({ status: "budget", budget: "tokens" });
});

it("takes an answer that came with the last tokens", async () => {
  const { agent } = setUp([{ ...finalAnswer(1), usage: { inputTokens: 900 } }], { maxTokens: 10 });
  expect(await agent.run("Go.")).toMatchObject({ status: "completed", output: 1 });
});

it("ends when its time is spent, in the middle of a model call or a cell", async () => {
  const slowModel = setUp([{ text: "late", delayMs: 60_000 }], { maxTimeMs: 30 });
  expect(await slowModel.agent.run("Go.")).toMatchObject({ status: "budget", budget: "time" });
  const slowCell = setUp([runPython("wait")], { maxTimeMs: 30 });
  const result = await slowCell.agent.run("Go.");
  expect(result).toMatchObject({ status: "budget", budget: "time" });
  expect(historyProblem(result.messages)).toBeUndefined();
});

it("answers every call as cancelled when it is aborted in the middle of the first", async () => {
  const controller = new AbortController();
  const onExecutionStart = () => controller.abort("enough");
  const { agent } = setUp([runPython("wait", "print a")], {
    hooks: [defineHook({ name: "stop", onExecutionStart })],
  });
  const result = await agent.run("Go.", { signal: controller.signal });
  expect(result).toMatchObject({ status: "aborted", reason: "enough" });
  expect(historyProblem(result.messages)).toBeUndefined();
  expect(result.messages.slice(-2).map(textOf)).toEqual([
    expect.stringContaining("The cell was aborted."),
    "cancelled: enough",
  ]);
});

it("is aborted before it begins when its signal is, and calls no model", async () => {
  const { agent, model, provider } = setUp(["never"]);
  const result = await agent.run("Go.", { signal: AbortSignal.abort("no") });
  expect(result).toMatchObject({ status: "aborted", reason: "no" });
  expect([model.requests.length, provider.sessions.length]).toEqual([0, 0]);
});

it("leaves no listener on the caller's signal", async () => {
  const { signal } = new AbortController();
  let count = 0;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...args: Parameters<typeof add>) => {
    count += 1;
    add(...args);
  };
  signal.removeEventListener = (...args: Parameters<typeof remove>) => {
    count -= 1;
    remove(...args);
  };
  await setUp([runPython("print a"), "Done."]).agent.run("Go.", { signal });
  expect(count).toBe(0);
});

it("ends as failed with the model's own error", async () => {
  const error = new CodeAgentError("MODEL_RATE_LIMITED", "Slow down.");
  expect(await setUp([{ error }]).agent.run("Go.")).toMatchObject({ status: "failed", error });
});

it("wraps an error without a code", async () => {
  const result = await setUp([{ error: new TypeError("x is undefined") }]).agent.run("Go.");
  expect(result).toMatchObject({
    status: "failed",
    error: { code: "MODEL_FAILED", message: "x is undefined" },
  });
});

it("tells a model that its reply was empty, and fails after three in a row", async () => {
  const { agent, model } = setUp(["", { reasoning: "Hm." }, ""]);
  expect(await agent.run("Go.")).toMatchObject({
    status: "failed",
    error: { code: "MODEL_RESPONSE_INVALID" },
  });
  expect(model.requests[1]?.messages.at(-1)).toMatchObject({
    role: "user",
    content: [{ text: expect.stringContaining("Your reply was empty.") }],
  });
});

it("counts empty replies in a row only", async () => {
  const cut = { text: "The answer", finishReason: "length" } as const;
  const { agent } = setUp(["", "", runPython("print a"), "", "", cut, "", "", "Done."]);
  expect(await agent.run("Go.")).toMatchObject({ status: "completed", output: "Done." });
});

it("does not take a reply that was cut off for an answer", async () => {
  const { agent } = setUp([{ text: "The answer is", finishReason: "length" }, "7"]);
  expect(await agent.run("Go.")).toMatchObject({ status: "completed", output: "7" });
});

it("fails when the model's service filtered the reply", async () => {
  const { agent } = setUp([{ text: "I", finishReason: "filtered" }]);
  expect(await agent.run("Go.")).toMatchObject({ status: "failed", error: { code: "MODEL_REFUSED" } });
});
