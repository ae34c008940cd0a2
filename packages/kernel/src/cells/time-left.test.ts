import { defineTool, jsonSchema, openSession } from "@tinycodeagent/core";
import { localLauncher } from "@tinycodeagent/provider-local";
import { expect, it } from "vitest";
import { processProvider } from "../provider/process-provider.ts";

const input = jsonSchema({ type: "object", properties: {} });

function toolTaking(waitMs: number, options: { readonly timeoutMs?: number } = {}) {
  const calls: number[] = [];
  const tool = defineTool({
    name: "wait",
    description: "Waits.",
    input,
    ...options,
    execute: async () => {
      calls.push(waitMs);
      await new Promise(resolve => setTimeout(resolve, waitMs));
      return "waited";
    },
  });
  return { calls, tool };
}

const caught = "try:\n    answer = wait()\nexcept ToolError as error:\n    answer = str(error)\nanswer";

it("a wait does not count, however long it is, and the code goes on at the line where it waited", async () => {
  const { tool } = toolTaking(1_500);
  await using session = await openSession(processProvider(localLauncher()), { tools: [tool] });
  const result = await session.run("before = 1\nanswer = wait()\n[before, answer]", {
    limits: { timeMs: 300 },
  }).result;
  expect(result).toMatchObject({ status: "completed", value: [1, "waited"] });
});

it("a busy loop beside a waiting thread is ended all the same", async () => {
  const { tool } = toolTaking(20_000);
  await using session = await openSession(processProvider(localLauncher()), { tools: [tool] });
  const code = "import threading\nthreading.Thread(target=wait, daemon=True).start()\nwhile True: pass";
  const startedMs = performance.now();
  expect(await session.run(code, { limits: { timeMs: 300 } }).result).toMatchObject({ status: "timeout" });
  expect(performance.now() - startedMs).toBeLessThan(2_000);
});

it("a tool that may take longer than the real time that is left is an error before the wait", async () => {
  const { calls, tool } = toolTaking(1, { timeoutMs: 60_000 });
  await using session = await openSession(processProvider(localLauncher()), { tools: [tool] });
  const result = await session.run(caught, { limits: { wallMs: 5_000 } }).result;
  expect(result).toMatchObject({
    status: "completed",
    value: expect.stringMatching(
      /^Expected 60000 ms to wait for "wait", but the cell ends in 4\d\d\d ms\. It was not called\.$/,
    ),
  });
  expect(calls).toEqual([]);
  expect(await session.run(caught).result).toMatchObject({ value: "waited" });
});

it("so is one when its place is about to end", async () => {
  const { calls, tool } = toolTaking(1);
  const provider = processProvider(localLauncher());
  const ending: typeof provider = {
    ...provider,
    async openSession(request) {
      const session = await provider.openSession(request);
      return { ...session, report: { ...session.report, endsAtMs: Date.now() + 1_200 } };
    },
  };
  await using session = await openSession(ending, { tools: [tool] });
  expect(await session.run(caught).result).toMatchObject({
    value: expect.stringMatching(/the cell ends in \d+ ms/),
  });
  expect(calls).toEqual([]);
});

it("a wait of unknown length is answered as cancelled in time for the code to go on", async () => {
  const { calls, tool } = toolTaking(20_000);
  await using session = await openSession(processProvider(localLauncher()), { tools: [tool] });
  const result = await session.run(caught, { limits: { wallMs: 2_500 } }).result;
  expect(result).toMatchObject({ status: "completed", value: expect.stringMatching(/cancelled/) });
  expect(calls).toHaveLength(1);
});

it("real time ends a cell that only waits for itself", async () => {
  await using session = await openSession(processProvider(localLauncher()));
  const result = await session.run("import time\ntime.sleep(30)", { limits: { wallMs: 300 } }).result;
  expect(result).toMatchObject({ status: "timeout", state: "kept" });
});
