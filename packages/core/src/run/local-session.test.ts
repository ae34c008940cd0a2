import { local } from "@tinycodeagent/provider-local";
import { finalAnswer, runPython, type ScriptEntry, ScriptedModel } from "@tinycodeagent/testkit";
import { expect, it } from "vitest";
import type { AgentOptions } from "../agent/options.ts";
import { TinyCodeAgent } from "../agent/tiny-code-agent.ts";
import { textOf } from "../messages/message.ts";
import { defineTool } from "../tools/define-tool.ts";
import { jsonSchema } from "../tools/json-schema.ts";

function setUp(replies: readonly ScriptEntry[], options: Partial<AgentOptions> = {}) {
  const model = new ScriptedModel(replies);
  const agent = new TinyCodeAgent({ model, provider: local(), ...options });
  const observed = (index: number) => {
    const message = model.requests[index]?.messages.at(-1);
    return message && textOf(message);
  };
  return { agent, model, observed };
}

const text = (data: Uint8Array | undefined) => data && new TextDecoder().decode(data);

it("runs Python with variables and a file, calls a tool from it, and ends by final_answer in code", async () => {
  const add = defineTool({
    name: "add",
    description: "Adds.",
    input: jsonSchema<{ a: number; b: number }>({
      type: "object",
      properties: { a: { type: "integer" }, b: { type: "integer" } },
      required: ["a", "b"],
    }),
    execute: ({ a, b }) => a + b,
  });
  const code = "total = add(rows[0], b=rows[1])\nprint(open('in.txt').read(), total)\ntotal";
  const { agent, observed } = setUp([runPython(code), runPython("final_answer(total * 2)")], {
    tools: [add],
  });
  await using _ = agent;
  const result = await agent.run("Go.", { variables: { rows: [2, 3] }, files: { "in.txt": "five:" } });
  expect(result).toMatchObject({ status: "completed", output: 10 });
  expect(observed(1)).toBe("stdout:\nfive: 5\nvalue: 5");
});

it("reports files that the run made or changed, and not those it was given", async () => {
  const code =
    "import os\nos.makedirs('out')\nopen('out/new.txt', 'w').write('new')\nopen('b.txt', 'a').write('!')";
  const { agent } = setUp([runPython(code), "Done.", runPython("open('out/new.txt')"), "Again."]);
  await using _ = agent;
  const result = await agent.run("Go.", {
    files: { "a.txt": "a", "b.txt": "b", "deep/c.bin": new Uint8Array([0, 255]) },
  });
  expect(result.artifacts.map(({ path, change, data }) => [path, change, text(data)])).toEqual([
    ["b.txt", "modified", "b!"],
    ["out/new.txt", "created", "new"],
  ]);
  expect((await agent.run("Again.")).artifacts).toEqual([]);
});

it("leaves the content of a large file in the workspace", async () => {
  const { agent } = setUp([runPython("open('big', 'wb').truncate(2 ** 20 + 1)"), "Done."]);
  await using _ = agent;
  expect((await agent.run("Go.")).artifacts).toEqual([
    { path: "big", change: "created", sizeBytes: 2 ** 20 + 1 },
  ]);
});

it("gives contents up to ten mebibytes together", async () => {
  const code = "for i in range(11): open(f'{i:02}', 'wb').truncate(2 ** 20)";
  const { agent } = setUp([runPython(code), "Done."]);
  await using _ = agent;
  const { artifacts } = await agent.run("Go.");
  expect(artifacts.map(({ data }) => data?.length)).toEqual([...Array(10).fill(2 ** 20), undefined]);
});

it("compares no workspace that is too large to list", async () => {
  const { agent } = setUp([runPython("for i in range(10_001): open(str(i), 'w').close()"), "Done."]);
  await using _ = agent;
  expect((await agent.run("Go.")).artifacts).toEqual([]);
});

it("tells the model of an exception, and keeps what the cell had done", async () => {
  const { agent, observed } = setUp([runPython("kept = 1\n1 / 0"), runPython("kept"), "Done."]);
  await using _ = agent;
  await agent.run("Go.");
  expect(observed(1)).toMatch(/ZeroDivisionError: division by zero$/);
  expect(observed(2)).toBe("value: 1");
});

it("goes on after a cell ran into its time limit", async () => {
  const { agent, observed } = setUp([runPython("import time\ntime.sleep(60)"), runPython("1 + 1"), "Done."], {
    policy: { limits: { timeMs: 300 } },
  });
  await using _ = agent;
  expect(await agent.run("Go.")).toMatchObject({ status: "completed" });
  expect(observed(1)).toContain("The cell was stopped: it ran into its time limit");
  expect(observed(2)).toBe("value: 2");
});

it("goes on in a new session when the kernel is killed, with the run's inputs", async () => {
  const kill = "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\nimport time\ntime.sleep(5)";
  const { agent, observed } = setUp([runPython(kill), runPython("(x, open('a.txt').read())"), "Done."]);
  await using _ = agent;
  const result = await agent.run("Go.", { variables: { x: 1 }, files: { "a.txt": "a" } });
  expect(observed(1)).toContain("A new session was opened");
  expect(observed(2)).toBe("value: (1, 'a')");
  expect(result).toMatchObject({ status: "completed", artifacts: [] });
});

it("stops a running cell when the run is aborted, and can be used again", async () => {
  const controller = new AbortController();
  const { agent, observed } = setUp([
    runPython("import time\nx = 1\ntime.sleep(60)"),
    runPython("2 + 2"),
    finalAnswer(1),
  ]);
  await using _ = agent;
  agent.use({ name: "stop", onExecutionStart: () => void setTimeout(() => controller.abort("enough"), 100) });
  const result = await agent.run("Go.", { signal: controller.signal });
  expect(result).toMatchObject({ status: "aborted", reason: "enough" });
  expect(await agent.run("Again.")).toMatchObject({ status: "completed" });
  expect(observed(2)).toBe("value: 4");
});
