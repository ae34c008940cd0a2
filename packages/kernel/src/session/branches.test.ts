import { defineTool, jsonSchema, openSession, type Session } from "@tinycodeagent/core";
import { local } from "@tinycodeagent/provider-local";
import { describe, expect, it } from "vitest";
import type { KernelSession } from "./kernel-session.ts";

const isLinux = process.platform === "linux";
const mebibyte = 1024 ** 2;
/** Far beyond what is seen (some milliseconds), far below any stall. */
const promptMs = 1_500;

const pause = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds));

const echo = defineTool({
  name: "echo",
  description: "Gives back what it gets.",
  input: jsonSchema({ type: "object", properties: { value: {} }, required: ["value"] }),
  execute: input => (input as { value: number }).value,
});

/** A cell that prints for ever, and a reader who has taken the first of it and takes no more. */
async function stalled(session: Session<KernelSession>) {
  const execution = session.run("while True: print('x' * 10_000)", { limits: { outputBytes: 2 ** 40 } });
  const reader = execution[Symbol.asyncIterator]();
  await reader.next();
  await pause(300);
  return { execution, reader };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

describe.skipIf(!isLinux)("branches on one wire", () => {
  it("run at once, and a slow reader of one stalls neither cells, tools nor interrupts of another", async () => {
    await using session = await openSession(local(), { tools: [echo] });
    await using other = await session.fork();
    const { execution, reader } = await stalled(session);
    const worked = timed(async () => {
      for (let round = 1; round < 20; round++) {
        const result = await other.run(`sum(echo(n) for n in range(${round}))`).result;
        expect(result).toMatchObject({ value: (round * (round - 1)) / 2 });
      }
    });
    expect(await worked).toBeLessThan(promptMs);
    const running = other.run("import time\ntime.sleep(30)");
    await pause(50);
    const stopped = timed(() => {
      running.abort();
      return running.result;
    });
    expect(await stopped).toBeLessThan(promptMs);
    await other.files.write("a.txt", "x".repeat(mebibyte));
    expect(await timed(() => other.files.read("a.txt"))).toBeLessThan(promptMs);
    await reader.return?.();
    expect(await execution.result).toMatchObject({ status: "aborted" });
  });

  it("that a slow reader holds up is itself interrupted at once", async () => {
    await using session = await openSession(local());
    const { execution, reader } = await stalled(session);
    const ended = timed(async () => {
      await reader.return?.();
      await execution.result;
    });
    expect(await ended).toBeLessThan(promptMs);
    expect(await session.run("1").result).toMatchObject({ value: 1 });
  });

  it("take each other's output limits and time limits for nothing", async () => {
    await using session = await openSession(local());
    await using other = await session.fork();
    const [late, loud, quiet] = await Promise.all([
      session.run("while True: pass", { limits: { timeMs: 300 } }).result,
      other.run("print('x' * 100_000)", { limits: { outputBytes: 1_000 } }).result,
      session.fork().then(async third => {
        await using own = third;
        return await own.run("import time\ntime.sleep(0.6)\n'slept'").result;
      }),
    ]);
    expect(late).toMatchObject({ status: "timeout", state: "kept" });
    expect(loud).toMatchObject({ status: "completed", truncated: { totalBytes: 100_001 } });
    expect(quiet).toMatchObject({ status: "completed", value: "slept" });
  });
});

it("a write of 100 MB delays neither an interrupt nor a tool's answer", async () => {
  await using session = await openSession(local(), { tools: [echo] });
  const piece = new Uint8Array(mebibyte);
  let left = 100;
  const content = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (left-- > 0) controller.enqueue(piece);
      else controller.close();
    },
  });
  const writing = session.files.write("large.bin", content);
  await pause(20);
  const answered = timed(async () => {
    expect(await session.run("sum(echo(n) for n in range(20))").result).toMatchObject({ value: 190 });
  });
  expect(await answered).toBeLessThan(promptMs);
  const running = session.run("import time\ntime.sleep(30)");
  await pause(20);
  running.abort();
  expect(await timed(() => running.result)).toBeLessThan(promptMs);
  expect(left).toBeGreaterThan(0);
  expect((await writing).sizeBytes).toBe(100 * mebibyte);
});
