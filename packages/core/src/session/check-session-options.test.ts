import { memoryProvider } from "@tinycodeagent/testkit";
import { describe, expect, it } from "vitest";
import { openSession } from "./open-session.ts";
import type { ForkOptions, OpenSessionOptions, RunCellOptions } from "./session.ts";

const provider = memoryProvider(async cell => cell.code, { facets: ["checkpoints", "fork"] });
const invalid = (text: string) =>
  expect.objectContaining({ code: "OPTION_INVALID", message: expect.stringContaining(text) });

describe("an option of a session that is unknown or wrong is refused by name", () => {
  it.each<[unknown, string]>([
    [{ polcy: {} }, 'Did you mean "policy"?'],
    [{ limits: { timeMs: 5 } }, '"limits"'],
    [{ preload: "numpy" }, '"preload"'],
    [{ requireIsolation: "docker" }, '"requireIsolation"'],
    ["local", "openSession"],
  ])("when it opens: %j", async (options, text) => {
    await expect(openSession(provider, options as OpenSessionOptions)).rejects.toThrow(invalid(text));
  });

  it.each<[unknown, string]>([
    [{ timeMs: 5 }, '"timeMs"'],
    [{ limits: { time: 5 } }, '"time"'],
    [{ limits: { timeMs: "5s" } }, '"timeMs"'],
    [{ limits: { timeMs: 0 } }, '"timeMs"'],
    [{ limits: { wallMs: Number.NaN } }, '"wallMs"'],
    [{ limits: { outputBytes: -1 } }, '"outputBytes"'],
    [{ limits: { memoryBytes: 2 ** 30 } }, '"memoryBytes"'],
  ])("when it runs a cell, and it goes on: %j", async (options, text) => {
    await using session = await openSession(provider);
    expect(() => session.run("1", options as RunCellOptions)).toThrow(invalid(text));
    const limits = { timeMs: 2_000, outputBytes: 0, spillBytes: 0 };
    expect(await session.run("1", { limits }).result).toMatchObject({ status: "completed", value: "1" });
  });

  it.each<[unknown, string]>([
    [{ chekpoint: "a" }, 'Did you mean "checkpoint"?'],
    [{ tools: "none" }, '"tools"'],
    ["a", "fork"],
  ])("when it is forked: %j", async (options, text) => {
    await using session = await openSession(provider);
    await expect(session.fork?.(options as ForkOptions)).rejects.toThrow(invalid(text));
  });
});
