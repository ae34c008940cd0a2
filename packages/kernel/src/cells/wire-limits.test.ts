import { type ExecutionLimits, openSession } from "@tinycodeagent/core";
import { localLauncher } from "@tinycodeagent/provider-local";
import { describe, expect, it } from "vitest";
import { processProvider } from "../provider/process-provider.ts";

const print = "print('x' * 2_000)\n6 * 7";

describe("a limit that is no whole number of a clock or a counter", () => {
  it.each<Partial<ExecutionLimits>>([
    { timeMs: Number.POSITIVE_INFINITY },
    { timeMs: 1e12 },
    { wallMs: Number.POSITIVE_INFINITY },
    { wallMs: 1e12 },
    { outputBytes: Number.POSITIVE_INFINITY },
    { outputBytes: 1_000.5 },
    { outputBytes: 100, spillBytes: Number.POSITIVE_INFINITY },
    { outputBytes: 100, spillBytes: 1_000.5 },
    { memoryBytes: Number.POSITIVE_INFINITY },
    { memoryBytes: 2 ** 30 + 0.5 },
  ])("holds in cells of every language, and in the shell: %j", async limits => {
    await using session = await openSession(processProvider(localLauncher()), { policy: { limits } });
    expect(await session.run(print).result).toMatchObject({ status: "completed", value: 42 });
    const bash = await session.run({ code: "echo hi", language: "bash" }).result;
    expect(bash).toMatchObject({ status: "completed", stdout: "hi\n" });
    expect(await session.shell.run("echo hi")).toMatchObject({ reason: "completed", stdout: "hi\n" });
  });

  it("is the session's where a cell names one without a value", async () => {
    await using session = await openSession(processProvider(localLauncher()));
    const limits = JSON.parse("{}") as { timeMs: number };
    const result = session.run(print, { limits: { timeMs: limits.timeMs } }).result;
    expect(await result).toMatchObject({ status: "completed", value: 42 });
  });
});
