import { defineTool, type ExecutionResult, jsonSchema, openSession, type Session } from "@tinycodeagent/core";
import { expect, it } from "vitest";
import { lineInterpreter } from "./line-interpreter.ts";
import { memoryProvider } from "./memory-provider.ts";

const double = defineTool({
  name: "double",
  description: "Doubles.",
  input: jsonSchema<{ n: number }>({
    type: "object",
    properties: { n: { type: "integer" } },
    required: ["n"],
  }),
  execute: ({ n }) => 2 * n,
});

function open(): Promise<Session> {
  return openSession(memoryProvider(lineInterpreter), { tools: [double] });
}

async function run(session: Session, ...lines: string[]): Promise<ExecutionResult> {
  return session.run(lines.join("\n")).result;
}

it("prints, keeps variables between cells, and gives the last line's value", async () => {
  await using session = await open();
  expect(await run(session, "print a", "error b", "set x [1]")).toMatchObject({
    stdout: "a\n",
    stderr: "b\n",
  });
  expect(await run(session, "get x")).toMatchObject({ status: "completed", value: [1], state: "kept" });
  await session.variables?.set({ y: 2 });
  expect(await session.variables?.get(["y", "z"])).toEqual({ y: { kind: "json", value: 2 } });
});

it("gives what the program threw as data", async () => {
  await using session = await open();
  expect(await run(session, "get x")).toMatchObject({
    status: "exception",
    exception: { name: "ReferenceError", message: "name 'x' is not defined" },
  });
});

it("calls tools, and repeats a call under its id, which a broker refuses", async () => {
  await using session = await open();
  expect(await run(session, 'call double {"n": 2}')).toMatchObject({ value: 4 });
  const repeated = await run(session, 'call double {"n": 2}', "repeat");
  expect(repeated).toMatchObject({ exception: { message: expect.stringMatching(/^invalid: The call id/) } });
});

it("comes back empty from a crash, and does not come back from a loss", async () => {
  await using session = await open();
  expect(await run(session, "set x 1", "crash")).toMatchObject({ status: "crashed", state: "reset" });
  expect(await run(session, "get x")).toMatchObject({ status: "exception" });
  await expect(run(session, "lose")).rejects.toMatchObject({ code: "SESSION_LOST" });
  await expect(run(session, "print a")).rejects.toMatchObject({ code: "SESSION_LOST" });
});

it("ends a cell that is aborted", async () => {
  await using session = await open();
  const execution = session.run("wait");
  execution.abort();
  expect(await execution.result).toMatchObject({ status: "aborted" });
});
