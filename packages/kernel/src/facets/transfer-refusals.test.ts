import { openSession, type Session, type SessionState } from "@tinycodeagent/core";
import { local } from "@tinycodeagent/provider-local";
import { describe, expect, it } from "vitest";
import type { KernelSession } from "../session/kernel-session.ts";

const open = () => openSession(local());

async function run(session: Session<KernelSession>, code: string): Promise<unknown> {
  const result = await session.run(code).result;
  return result.status === "completed" ? result.value : result;
}

describe("a state that is refused", () => {
  const stateOf = async (session: Session<KernelSession>) => {
    await run(session, "x = [1, 2, 3]");
    return session.export();
  };

  it.each([
    ["of another version", { version: 2 }, "a state of version 1, got version 2"],
    ["of another language", { language: "bash" }, "a state of python, got one of bash"],
    ["without its data", { data: undefined }, 'whose "data" is not whole'],
    ["whose data are no Base64", { data: "====" }, '"data"'],
    ["with odd definitions", { definitions: [{ kind: "file", name: "x", source: "" }] }, '"definitions"'],
    ["with odd names", { variables: [1] }, '"variables"'],
    ["with data that are cut", { data: "AAAA" }, "checksum"],
    ["without any data", { data: "" }, "checksum"],
  ])("is one %s; nothing of it comes in", async (_, change, text) => {
    await using session = await open();
    const state = { ...(await stateOf(session)), ...change } as SessionState;
    await run(session, "x = 0");
    await expect(session.import(state)).rejects.toMatchObject({
      code: "STATE_INVALID",
      message: expect.stringContaining(text),
    });
    expect(await run(session, "x")).toBe(0);
  });

  it("is one with any bit of its data changed, and the session lives on", async () => {
    await using session = await open();
    const state = await stateOf(session);
    const bytes = Buffer.from(state.data, "base64");
    for (let index = 0; index < bytes.length; index += 7) {
      const damaged = Buffer.from(bytes);
      damaged[index] = (damaged[index] ?? 0) ^ 1;
      await expect(session.import({ ...state, data: damaged.toString("base64") })).rejects.toMatchObject({
        code: "STATE_INVALID",
      });
    }
    for (const odd of [null, 5, [], {}])
      await expect(session.import(odd as never)).rejects.toMatchObject({ code: "STATE_INVALID" });
    expect(await session.import(state)).toEqual({ imported: ["x"], left: [] });
  });

  it("is one that is too large, at both ends; the largest variables are named", async () => {
    await using session = await open();
    await run(session, "small = 1\nbig = b'x' * 20_000_000\nlarger = b'y' * 13_600_000");
    await expect(session.export()).rejects.toMatchObject({
      code: "STATE_TOO_LARGE",
      message: expect.stringMatching(
        /at most 33554432 bytes, got 33600\d+; the largest: big \(20000\d+\), larger/,
      ),
    });
    await run(session, "larger = [big, big]");
    const state = await session.export();
    expect(state.data.length).toBeGreaterThan((20_000_000 * 4) / 3);
    await using to = await open();
    await to.import(state);
    expect(await run(to, "[len(big), larger[0] is big]")).toEqual([20_000_000, true]);
    await expect(session.export({ maxBytes: 1_000_000 })).rejects.toMatchObject({ code: "STATE_TOO_LARGE" });
    await run(session, `big = larger = None\ndef long():\n    return "${"x".repeat(10_000)}"`);
    await expect(session.export({ maxBytes: 10_000 })).rejects.toMatchObject({ code: "STATE_TOO_LARGE" });
    expect((await session.export({ maxBytes: 11_000 })).variables).toEqual(["small", "big", "larger"]);
    for (const maxBytes of [0, -1, Number.NaN, 2 ** 26])
      await expect(session.export({ maxBytes })).rejects.toMatchObject({ code: "OPTION_INVALID" });
    const huge = { ...state, data: "A".repeat(48_000_000) };
    await expect(session.import(huge)).rejects.toMatchObject({ code: "STATE_TOO_LARGE" });
    await run(session, "big = [b'z' * 10_000_000 + bytes([n]) for n in range(20)]");
    await expect(session.export()).rejects.toMatchObject({
      code: "STATE_TOO_LARGE",
      message: expect.stringMatching(/the largest: big \(2000\d+\)/),
    });
    expect(await run(session, "small")).toBe(1);
  });

  it("is of a program that hangs or dies in it: the session goes on as it was before", async () => {
    await using session = await open();
    await run(
      session,
      "import os, time\nclass Slow:\n    def __reduce__(self):\n        global x\n        x = 2\n        time.sleep(600)\nclass Dead:\n    def __reduce__(self): os._exit(3)\nx = 1\ns = Slow()",
    );
    const startedMs = performance.now();
    const aborted = session.export({ signal: AbortSignal.timeout(300) });
    await expect(session.export()).rejects.toMatchObject({ code: "SESSION_BUSY" });
    await expect(aborted).rejects.toMatchObject({ code: "ABORTED" });
    expect(performance.now() - startedMs).toBeLessThan(3_000);
    await run(session, "x = 1\ns = Dead()");
    await expect(session.export()).rejects.toMatchObject({
      code: "STATE_INVALID",
      message: expect.stringContaining("crashed"),
    });
    if (process.platform === "linux") expect(await run(session, "x")).toBe(1);
  });
});
