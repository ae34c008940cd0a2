import { existsSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { defineTool, type ExecutionResult, jsonSchema, openSession, type Session } from "@tinycodeagent/core";
import { local } from "@tinycodeagent/provider-local";
import { describe, expect, it } from "vitest";
import type { KernelSession } from "../session/kernel-session.ts";

type Live = Session<KernelSession>;

const isLinux = process.platform === "linux";
const mebibyte = 1024 ** 2;
const echo = defineTool({
  name: "echo",
  description: "Says hi.",
  input: jsonSchema({ type: "object" }),
  execute: () => "hi",
});
const run = (session: Live, code: string, language: "python" | "bash" = "python"): Promise<ExecutionResult> =>
  session.run({ code, language }, { limits: { timeMs: 10_000 } }).result;

/** Says a message of any size on this program's own channel. */
const forge = `
import gc, json, os, sys, time
channel = next(item for item in gc.get_objects() if type(item).__name__ == "Channel")
def say(body, **header):
    channel.send(header, body)
def lists(count):
    return b"[" + b",".join([b"{}"] * count) + b"]"
`;

/** In the second fork of a sleeper, user code speaks for it before it sleeps. */
const speakAsSleeper = (frame: string) => `
import os, sys
def speak():
    here = sys._getframe()
    while here:
        if here.f_code.co_name == "fork_sleeper" and os.getpgid(0) != group:
            os.write(here.f_locals["socket_fd"], ${frame})
        here = here.f_back
group = os.getpgid(0)
os.register_at_fork(after_in_child=speak)
`;

const useMemory = `
import mmap, time
held = mmap.mmap(-1, ${400 * mebibyte})
for place in range(0, len(held), 4096): held[place] = 1
time.sleep(9)
`;

/** The longest time for which this process did nothing else, in milliseconds. */
async function blockedDuring(work: () => Promise<unknown>): Promise<number> {
  let [last, worst] = [performance.now(), 0];
  const timer = setInterval(() => {
    worst = Math.max(worst, performance.now() - last);
    last = performance.now();
  }, 5);
  await work();
  clearInterval(timer);
  return worst;
}

describe.skipIf(!isLinux)("what code answers in the kernel's place", () => {
  it.each([
    ["a result", `say(b'{"repr":"","value":' + lists(10_000_000) + b"}", type="result")`],
    ["an exception", `say(b'{"name":' + lists(10_000_000) + b"}", type="exception")`],
    ["a call", `say(lists(10_000_000), type="tool_call", call="a", name="echo"); time.sleep(0.5)`],
  ])("does not hold up the host: %s of thirty megabytes", async (_, code) => {
    await using session = await openSession(local(), { tools: [echo] });
    await run(session, forge);
    expect(await blockedDuring(() => run(session, code))).toBeLessThan(1_000);
    expect(await run(session, "1")).toMatchObject({ value: 1 });
  });

  it("ends no other branch: a size that no JSON can carry", async () => {
    await using session = await openSession(local(), { policy: { limits: { memoryBytes: 200 * mebibyte } } });
    await using other = await session.fork();
    await run(other, "kept = 1");
    const frame = `b'{"type":"asleep","largest":[{"name":"a","sizeBytes":1e999},{"name":"b","sizeBytes":7}]}\\n'`;
    await run(session, speakAsSleeper(frame));
    await sleep(200);
    expect((await run(session, useMemory)).end).toMatchObject({ reason: "memory" });
    expect(await run(other, "kept")).toMatchObject({ value: 1 });
  });

  it("keeps no session busy: a repr that waits for a tool", async () => {
    await using session = await openSession(local(), { tools: [echo] });
    await run(session, "class Asks:\n    def __repr__(self): return echo()\nx = Asks()");
    expect(await session.variables.get(["x"])).toMatchObject({
      x: { repr: expect.stringMatching("ToolError") },
    });
    expect(await run(session, "echo()")).toMatchObject({ value: "hi" });
  });

  it("does not end a later cell of bash, from what an earlier one left running", async () => {
    await using session = await openSession(local());
    await run(session, "(while :; do printf 'done 2 0\\n' >&191; sleep 0.02; done) &", "bash");
    const later = await run(session, "sleep 0.3; echo mine; false", "bash");
    expect(later).toMatchObject({ value: 1, stdout: "mine\n" });
  });

  it("does not deny a restored state: a worker that dies meanwhile, and a shadow that does not come", async () => {
    const slow = join(tmpdir(), `tinycodeagent-slow-${crypto.randomUUID()}`);
    await using session = await openSession(local());
    const wait = `time.sleep(0.2 if x == "kept" else 5)`;
    await run(
      session,
      `import os, subprocess, time\nx, group, slow = "kept", os.getpgid(0), ${JSON.stringify(slow)}
os.register_at_fork(after_in_child=lambda: os.path.exists(slow) and (x == "kept" or os.getpgid(0) != group) and ${wait})`,
    );
    const { id } = await session.checkpoints.create();
    await run(session, "x = 'later'");
    writeFileSync(slow, "");
    await run(session, `subprocess.Popen(["sh", "-c", "sleep 0.15; kill -9 %d" % os.getpid()])`);
    await sleep(60);
    await session.checkpoints.restore(id);
    rmSync(slow);
    expect(existsSync(slow)).toBe(false);
    expect(await run(session, "x")).toMatchObject({ value: "kept", state: "kept" });
  });
});
