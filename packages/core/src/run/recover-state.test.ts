import {
  lineInterpreter,
  memoryProvider,
  runPython,
  type ScriptEntry,
  ScriptedModel,
} from "@tinycodeagent/testkit";
import { expect, it } from "vitest";
import type { AgentOptions } from "../agent/options.ts";
import { TinyCodeAgent } from "../agent/tiny-code-agent.ts";
import { textOf } from "../messages/message.ts";
import { defineTool } from "../tools/define-tool.ts";
import { jsonSchema } from "../tools/json-schema.ts";

function setUp(replies: readonly ScriptEntry[], options: Partial<AgentOptions> = {}) {
  const model = new ScriptedModel(replies);
  const provider = memoryProvider(lineInterpreter);
  return { model, provider, agent: new TinyCodeAgent({ model, provider, ...options }) };
}

function lastText(model: ScriptedModel, index: number): string | undefined {
  const message = model.requests[index]?.messages.at(-1);
  return message && textOf(message);
}

it("opens a new session for a lost one, puts the variables back and tells the model", async () => {
  const { agent, model, provider } = setUp([runPython("print a\nlose", "get x"), "Done."]);
  const result = await agent.run("Go.", { variables: { x: 5 } });
  expect(result.status).toBe("completed");
  expect(provider.sessions).toHaveLength(2);
  const texts = model.requests[1]?.messages.slice(-2).map(textOf);
  expect(texts?.[0]).toContain("The session was lost, with its variables, functions and imports.");
  expect(texts?.[0]).toContain("A new session was opened");
  expect(texts?.[0]).toContain("Given for this task and there again: x.");
  expect(texts?.[1]).toBe("value: 5");
});

it("puts the variables back after a reset", async () => {
  const { agent, model } = setUp([runPython("crash", "get x"), "Done."]);
  await agent.run("Go.", { variables: { x: 5 } });
  const texts = model.requests[1]?.messages.slice(-2).map(textOf);
  expect(texts?.[0]).toMatch(
    /^The interpreter died\.\nThe interpreter is new and empty: .+there again: x\.$/s,
  );
  expect(texts?.[1]).toBe("value: 5");
});

it("tells of a new session once, not again in the next run", async () => {
  const { agent, model } = setUp([runPython("lose"), "One.", "Two."]);
  await agent.run("First.");
  await agent.run("Second.");
  expect(lastText(model, 2)).toBe("Second.");
});

it("opens a new session when that of an earlier run is gone, and tells the model", async () => {
  const { agent, model, provider } = setUp(["One.", "Two."]);
  await agent.run("First.");
  await provider.sessions[0]?.close();
  expect(await agent.run("Second.", { variables: { x: 2 } })).toMatchObject({ status: "completed" });
  expect(provider.sessions).toHaveLength(2);
  expect(lastText(model, 1)).toMatch(/^Second\.A new session was opened/);
});

it("finds at the first cell that the session is gone, when nothing touched it before", async () => {
  const { agent, model, provider } = setUp(["One.", runPython("print a", "print b"), "Two."]);
  await agent.run("First.");
  await provider.sessions[0]?.close();
  expect(await agent.run("Second.")).toMatchObject({ status: "completed", output: "Two." });
  const texts = model.requests[2]?.messages.slice(-2).map(textOf);
  expect(texts).toEqual([expect.stringContaining("A new session was opened"), "stdout:\nb"]);
});

it("leaves a session that was lost with the last cell to the next run", async () => {
  const { agent, model, provider } = setUp([runPython('call final_answer {"value": 1}\nlose'), "Two."]);
  expect(await agent.run("First.")).toMatchObject({ status: "completed", output: 1 });
  expect(provider.sessions).toHaveLength(1);
  await agent.run("Second.");
  expect(lastText(model, 1)).toContain("A new session was opened");
});

it("fails before any model call when code cannot call its tools", async () => {
  const input = jsonSchema({ type: "object", properties: {} });
  const tool = defineTool({ name: "act", description: "Acts.", input, execute: () => null });
  const provider = memoryProvider(lineInterpreter, { facets: ["variables"] });
  const { agent, model } = setUp([], { provider, tools: [tool] });
  expect(await agent.run("Go.")).toMatchObject({
    error: { code: "FACET_MISSING", message: expect.stringContaining("to call act from code") },
  });
  expect(model.requests).toHaveLength(0);
});

it("fails before any model call when the session has not what the run needs", async () => {
  const model = new ScriptedModel([]);
  const agent = new TinyCodeAgent({
    model,
    provider: memoryProvider(lineInterpreter, { facets: ["tools"] }),
  });
  for (const options of [{ variables: { x: 1 } }, { files: { "a.txt": "a" } }]) {
    expect(await agent.run("Go.", options)).toMatchObject({
      status: "failed",
      error: { code: "FACET_MISSING" },
    });
  }
  const isolated = new TinyCodeAgent({
    model,
    provider: memoryProvider(lineInterpreter),
    requireIsolation: "container",
  });
  expect(await isolated.run("Go.")).toMatchObject({
    status: "failed",
    error: { code: "ISOLATION_INSUFFICIENT" },
  });
  expect(model.requests).toHaveLength(0);
});
