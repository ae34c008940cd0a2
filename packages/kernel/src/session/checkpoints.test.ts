import { type ExecutionResult, openSession, type Session } from "@tinycodeagent/core";
import { local } from "@tinycodeagent/provider-local";
import { describe, expect, it } from "vitest";
import type { KernelSession } from "./kernel-session.ts";

const isLinux = process.platform === "linux";
const coded = (code: string, message: unknown = expect.any(String)) =>
  expect.objectContaining({ code, message });

async function run(session: Session<KernelSession>, code: string): Promise<ExecutionResult> {
  return session.run(code).result;
}

const answerOf = async (session: Session<KernelSession>, code: string) => {
  const result = await run(session, code);
  return result.status === "completed" ? result.value : result;
};

describe.skipIf(!isLinux)("a checkpoint", () => {
  it.each([true, false])("brings a state back as often as it is asked to (shadows: %s)", async shadows => {
    await using session = await openSession(local({ shadows }));
    await run(session, "x = [1]");
    const first = await session.checkpoints.create("first");
    await run(session, "x.append(2)");
    const second = await session.checkpoints.create();
    expect(await session.checkpoints.list()).toEqual([first, second]);
    for (let round = 0; round < 3; round++) {
      await session.checkpoints.restore(first.id);
      expect(await answerOf(session, "x.append(9)\nx")).toEqual([1, 9]);
      await session.checkpoints.restore(second.id);
      expect(await answerOf(session, "x")).toEqual([1, 2]);
    }
    await session.checkpoints.drop(first.id);
    await expect(session.checkpoints.restore(first.id)).rejects.toEqual(coded("CHECKPOINT_GONE"));
    expect(await session.checkpoints.list()).toEqual([second]);
  });

  it.each([0, 50])("made %i ms after a cell leaves the session protected, with its state", async delayMs => {
    await using session = await openSession(local());
    await run(session, "x = 1");
    // Later the shadow is there, and becomes the checkpoint.
    await new Promise(resolve => setTimeout(resolve, delayMs));
    const { id } = await session.checkpoints.create();
    expect(await run(session, "x = 2\nimport os\nos._exit(1)")).toMatchObject({ state: "restored" });
    expect(await answerOf(session, "x")).toBe(1);
    await run(session, "x = 3");
    await session.checkpoints.restore(id);
    expect(await run(session, "x = 4\nimport os\nos._exit(1)")).toMatchObject({ state: "restored" });
    expect(await answerOf(session, "x")).toBe(1);
  });

  it("is not taken from who waits for it, when there is room for one", async () => {
    await using session = await openSession(local({ checkpoints: { max: 1 } }));
    await run(session, "x = 1");
    const [first, second] = await Promise.allSettled([
      session.checkpoints.create(),
      session.checkpoints.create(),
    ]);
    expect(first).toMatchObject({ status: "fulfilled" });
    if (second.status === "rejected") expect(second.reason).toEqual(coded("CHECKPOINT_LIMIT"));
    expect(await session.checkpoints.list()).toHaveLength(1);
  });

  it("is a busy session's error, and a restored state's children are ended", async () => {
    await using session = await openSession(local());
    const { id } = await session.checkpoints.create();
    const execution = session.run("import time\ntime.sleep(30)");
    await expect(session.checkpoints.create()).rejects.toEqual(coded("SESSION_BUSY"));
    await expect(session.checkpoints.restore(id)).rejects.toEqual(coded("SESSION_BUSY"));
    execution.abort();
    await execution.result;
    const child = await answerOf(session, "import subprocess\nsubprocess.Popen(['sleep', '60']).pid");
    await session.checkpoints.restore(id);
    await expect.poll(() => answerOf(session, `import os\nos.path.exists('/proc/${child}')`)).toBe(false);
  });

  it("that is being restored lets no cell begin", async () => {
    await using session = await openSession(local());
    await run(session, "x = 1");
    const { id } = await session.checkpoints.create();
    const restored = session.checkpoints.restore(id);
    await expect(run(session, "x = 2")).rejects.toEqual(coded("SESSION_BUSY"));
    await restored;
    expect(await answerOf(session, "x")).toBe(1);
    const again = session.checkpoints.restore(id);
    const left = session.run("x = 3");
    left.abort();
    await left.result.catch(error => expect(error).toEqual(coded("SESSION_BUSY")));
    await again;
    expect(await answerOf(session, "x")).toBe(1);
  });

  it("of which there are too many lets the oldest without a name go", async () => {
    await using session = await openSession(local({ checkpoints: { max: 3 } }));
    const named = await session.checkpoints.create("kept");
    const [first, second] = [await session.checkpoints.create(), await session.checkpoints.create()];
    const third = await session.checkpoints.create("also kept");
    expect(await session.checkpoints.list()).toEqual([named, second, third]);
    await expect(session.checkpoints.restore(first.id)).rejects.toEqual(coded("CHECKPOINT_GONE"));
    await session.checkpoints.create("all named");
    await expect(session.checkpoints.create()).rejects.toEqual(
      coded("CHECKPOINT_LIMIT", expect.stringContaining("3 checkpoints with names")),
    );
    expect(await answerOf(session, "1")).toBe(1);
  });

  it("that holds too much memory goes, the oldest first", async () => {
    await using session = await openSession(local({ checkpoints: { memoryBytes: 100 * 1024 * 1024 } }));
    await run(session, "x = bytearray(80 * 1024 * 1024)");
    const first = await session.checkpoints.create();
    await run(session, "x = bytearray(81 * 1024 * 1024)");
    const second = await session.checkpoints.create();
    await expect.poll(() => session.checkpoints.list(), { timeout: 5_000 }).toEqual([second]);
    await expect(session.checkpoints.restore(first.id)).rejects.toEqual(coded("CHECKPOINT_GONE"));
    await session.checkpoints.restore(second.id);
    expect(await answerOf(session, "len(x)")).toBe(81 * 1024 * 1024);
  });

  it("cannot be had while threads run, says so, and takes no room", async () => {
    await using session = await openSession(local({ checkpoints: { max: 1 } }));
    const start =
      "import threading\nstop = threading.Event()\nthread = threading.Thread(target=stop.wait)\nthread.start()";
    await run(session, start);
    for (const name of ["once", "again"])
      await expect(session.checkpoints.create(name)).rejects.toEqual(
        coded("STATE_UNFORKABLE", expect.stringContaining("1 thread of Python runs")),
      );
    await expect(session.fork()).rejects.toEqual(coded("STATE_UNFORKABLE"));
    await run(session, "stop.set()\nthread.join()");
    await session.checkpoints.create();
  });

  it("is the same program: what it registered for its own forks does not run", async () => {
    await using session = await openSession(local());
    await run(session, "import os, random, time\nrandom.seed(5)\nruns = []");
    await run(session, "os.register_at_fork(before=lambda: runs.append(1) or time.sleep(60))");
    const { id } = await session.checkpoints.create();
    await run(session, "random.random()");
    const expected = await answerOf(session, "random.random()");
    await session.checkpoints.restore(id);
    expect(await answerOf(session, "random.random()\n[random.random(), runs]")).toEqual([expected, []]);
  });

  it.each([
    ["a number", 7],
    ["an unknown one", "00"],
    ["a long text", "x".repeat(100_000)],
  ])("%s as its id is gone", async (_, id) => {
    await using session = await openSession(local());
    await expect(session.checkpoints.restore(id as string)).rejects.toEqual(coded("CHECKPOINT_GONE"));
    await expect(session.fork({ checkpoint: id as string })).rejects.toEqual(coded("CHECKPOINT_GONE"));
  });
});

describe.skipIf(!isLinux)("a fork", () => {
  it("goes on from the same state, apart from its session", async () => {
    await using session = await openSession(local());
    await run(session, "x = [1]");
    await using forked = await session.fork();
    await Promise.all([run(session, "x.append('session')"), run(forked, "x.append('fork')")]);
    expect(await Promise.all([answerOf(session, "x"), answerOf(forked, "x")])).toEqual([
      [1, "session"],
      [1, "fork"],
    ]);
    await session.files.write("shared.txt", "hello");
    expect(await answerOf(forked, "open('shared.txt').read()")).toBe("hello");
  });

  it("of a running session has the state before the cell", async () => {
    await using session = await openSession(local());
    await run(session, "x = 1");
    const execution = session.run("x = 2\nimport time\ntime.sleep(30)");
    await new Promise(resolve => setTimeout(resolve, 100));
    await using forked = await session.fork();
    expect(await answerOf(forked, "x")).toBe(1);
    execution.abort();
    expect((await execution.result).state).toBe("kept");
    expect(await answerOf(session, "x")).toBe(2);
  });

  it("of a running session without shadows is refused, and the cell goes on", async () => {
    await using session = await openSession(local({ shadows: false }));
    const execution = session.run("x = 2\nimport time\ntime.sleep(0.5)\nx");
    await new Promise(resolve => setTimeout(resolve, 100));
    await expect(session.fork()).rejects.toEqual(
      coded("STATE_UNFORKABLE", expect.stringContaining("shadows are off")),
    );
    expect(await execution.result).toMatchObject({ status: "completed", value: 2 });
    await using forked = await session.fork();
    expect(await answerOf(forked, "x")).toBe(2);
  });

  it("starts from a checkpoint, whichever branch made it", async () => {
    await using session = await openSession(local());
    await run(session, "x = 1");
    const { id } = await session.checkpoints.create();
    await run(session, "x = 2");
    await using forked = await session.fork({ checkpoint: id });
    expect(await answerOf(forked, "x")).toBe(1);
    await run(forked, "x = 3");
    const later = await forked.checkpoints.create();
    await session.checkpoints.restore(later.id);
    expect(await answerOf(session, "x")).toBe(3);
  });

  it("outlives its session, and the last one ends the place", async () => {
    const session = await openSession(local());
    await run(session, "x = 1");
    const forked = await session.fork();
    await session.close();
    await expect(session.files.list()).rejects.toEqual(coded("SESSION_CLOSED"));
    await expect(session.checkpoints.list()).rejects.toEqual(coded("SESSION_CLOSED"));
    expect(await answerOf(forked, "x")).toBe(1);
    const supervisor = Number(await answerOf(forked, "import os\nos.getppid()"));
    await forked.close();
    expect(() => process.kill(supervisor, 0)).toThrow("ESRCH");
  });

  it("crashes alone, and is restored alone", async () => {
    await using session = await openSession(local());
    await run(session, "import os\nx = 1");
    await using forked = await session.fork();
    await run(forked, "y = 2");
    const running = session.run("import time\ntime.sleep(0.5)\nx");
    expect(await run(forked, "os._exit(3)")).toMatchObject({ status: "crashed", state: "restored" });
    expect(await answerOf(forked, "[x, y]")).toEqual([1, 2]);
    expect(await running.result).toMatchObject({ status: "completed", value: 1 });
  });

  it("that crashes leaves the daemons of others alone, and its own do not outlive it", async () => {
    const daemon = [
      "import subprocess",
      "script = 'setsid sleep 50 & echo $!'",
      "pid = int(subprocess.run(['sh', '-c', script], stdout=subprocess.PIPE, text=True).stdout)",
      "pid",
    ]
      .join("\n")
      .replace("setsid sleep 50 &", "setsid sleep 50 >/dev/null 2>&1 &");
    const isAlive = (pid: unknown) => {
      try {
        process.kill(Number(pid), 0);
        return true;
      } catch {
        return false;
      }
    };
    await using session = await openSession(local());
    const early = await answerOf(session, daemon);
    await using forked = await session.fork();
    const [mine, others] = [await answerOf(forked, daemon), await answerOf(session, daemon)];
    expect([early, mine, others].map(isAlive)).toEqual([true, true, true]);
    expect(await run(forked, "import os\nos._exit(1)")).toMatchObject({ status: "crashed" });
    await expect.poll(() => isAlive(mine)).toBe(false);
    expect([early, others].map(isAlive)).toEqual([true, true]);
    const again = await answerOf(forked, daemon);
    expect(await run(session, "import os\nos._exit(1)")).toMatchObject({ status: "crashed" });
    await expect.poll(() => isAlive(others)).toBe(false);
    expect([early, again].map(isAlive)).toEqual([true, true]);
  });

  it("has tools of its own when it is given some, else those of its session", async () => {
    const { defineTool, jsonSchema } = await import("@tinycodeagent/core");
    const tool = (name: string, answer: string) =>
      defineTool({
        name,
        description: "Answers.",
        input: jsonSchema({ type: "object", properties: {} }),
        execute: () => answer,
      });
    await using session = await openSession(local(), { tools: [tool("who", "session")] });
    await using same = await session.fork();
    await using other = await session.fork({ tools: [tool("who", "fork"), tool("new", "only fork")] });
    expect(await answerOf(same, "who()")).toBe("session");
    expect(await answerOf(other, "[who(), new()]")).toEqual(["fork", "only fork"]);
    expect(await answerOf(session, "who()")).toBe("session");
  });
});
