import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openModelServer } from "@tinycodeagent/testkit";
import { describe, expect, it } from "vitest";
import { pythonReply, serverModel } from "../../test/python-reply.ts";
import { startProgram } from "../../test/start-program.ts";

const slow = "import time\nvalue = 7\nprint('begun')\ntime.sleep(60)";
const stubborn = `import os, time
print("pid", os.getpid(), "end")
while True:
    try:
        time.sleep(60)
    except KeyboardInterrupt:
        pass`;

describe.concurrent("signals", () => {
  it("Ctrl-C stops the running code; the run goes on, with what the code had done", async () => {
    await using server = await openModelServer([pythonReply(slow), pythonReply("final_answer(value)")]);
    const { args, env } = serverModel(server.url);
    const program = startProgram([...args, "task"], { env });
    await program.waitFor("\n  begun");
    program.signal("SIGINT");
    const { code, stdout, stderr } = await program.ended;
    expect(code).toBe(0);
    expect(stderr).toContain("Stopping the code. Ctrl-C again stops the run.");
    expect(stdout).toContain("  ! The code was stopped. Its variables are kept.");
    expect(stdout).toContain("Answer\n7\n");
    expect(JSON.stringify(server.requests[1]?.body.messages)).toContain("The cell was aborted.");
  });

  it("a second Ctrl-C stops the run and leaves nothing behind", async () => {
    await using server = await openModelServer([pythonReply(stubborn), "never asked for"]);
    const { args, env } = serverModel(server.url);
    const program = startProgram([...args, "task"], { env });
    await program.waitFor(" end\n");
    program.signal("SIGINT");
    await sleep(50);
    program.signal("SIGINT");
    const { code, stdout, stderr } = await program.ended;
    expect(code).toBe(130);
    expect(stderr).toContain("Stopped: Ctrl-C.");
    expect(stdout).toContain("Stopped · 1 step");
    expect(server.requests).toHaveLength(1);
    await expectGone(stdout);
  });

  it("two in a hurry stop the run, also when the next code runs already", async () => {
    const next = "import time\nprint('again')\ntime.sleep(60)";
    await using server = await openModelServer([pythonReply(slow), pythonReply(next), "never asked for"]);
    const { args, env } = serverModel(server.url);
    const program = startProgram([...args, "task"], { env });
    await program.waitFor("\n  begun");
    program.signal("SIGINT");
    await program.waitFor("\n  again");
    program.signal("SIGINT");
    expect((await program.ended).code).toBe(130);
    expect(server.requests).toHaveLength(2);
  });

  it("Ctrl-C while the model is asked stops the run", async () => {
    await using server = await openModelServer([{ kind: "hang" }]);
    const { args, env } = serverModel(server.url);
    const program = startProgram([...args, "task"], { env });
    await program.waitFor("Step 1");
    program.signal("SIGINT");
    const { code, stderr } = await program.ended;
    expect(code).toBe(130);
    expect(stderr).toContain("Stopping the run.");
  });

  it("a third Ctrl-C leaves at once, and the code ends too", async () => {
    await using server = await openModelServer([pythonReply(stubborn)]);
    const { args, env } = serverModel(server.url);
    const TMPDIR = mkdtempSync(join(tmpdir(), "cli-test-"));
    const program = startProgram([...args, "task"], { env: { ...env, TMPDIR } });
    await program.waitFor(" end\n");
    const startedMs = Date.now();
    for (let count = 0; count < 3; count += 1) {
      program.signal("SIGINT");
      await sleep(30);
    }
    const { code, stdout } = await program.ended;
    expect(code).toBe(130);
    expect(Date.now() - startedMs).toBeLessThan(3000);
    expect(stdout).not.toContain("Stopped ·");
    await expectGone(stdout);
    rmSync(TMPDIR, { recursive: true });
  });

  it.each(["SIGTERM", "SIGHUP"] as const)("%s stops the run in order", async signal => {
    await using server = await openModelServer([pythonReply(slow)]);
    const { args, env } = serverModel(server.url);
    const program = startProgram([...args, "task"], { env });
    await program.waitFor("\n  begun");
    program.signal(signal);
    const { code, stdout, stderr } = await program.ended;
    expect(code).toBe(130);
    expect(stdout).toContain("Stopped · 1 step");
    expect(stderr).toContain("Stopped: The program was asked to end.");
  });

  it("a reader that leaves ends the run without a stack trace", async () => {
    await using server = await openModelServer([
      pythonReply("import time\nwhile True:\n    print('line')\n    time.sleep(0.01)"),
    ]);
    const { args, env } = serverModel(server.url);
    const program = startProgram([...args, "task"], { env });
    await program.waitFor("\n  line");
    program.leave();
    const { code, stderr } = await program.ended;
    expect(code).toBe(130);
    expect(stderr).toContain("Stopped: The reader of the output left.");
    expect(stderr).not.toMatch(/EPIPE|at .*:\d+/);
  });
});

/** Waits until the interpreter that told its pid is gone. */
async function expectGone(stdout: string): Promise<void> {
  const pid = Number(/pid (\d+) end/.exec(stdout)?.[1]);
  expect(pid).toBeGreaterThan(1);
  const untilMs = Date.now() + 5000;
  while (isAlive(pid) && Date.now() < untilMs) await sleep(20);
  expect(isAlive(pid)).toBe(false);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
