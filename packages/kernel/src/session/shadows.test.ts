import { existsSync, readFileSync } from "node:fs";
import { type ExecutionResult, openSession, type Session } from "@tinycodeagent/core";
import { local } from "@tinycodeagent/provider-local";
import { describe, expect, it } from "vitest";
import type { KernelSession } from "./kernel-session.ts";

const debian = "/usr/bin/python3";
const isLinux = process.platform === "linux";

async function run(session: Session<KernelSession>, code: string, timeMs = 10_000): Promise<ExecutionResult> {
  return session.run(code, { limits: { timeMs } }).result;
}

const answerOf = async (session: Session<KernelSession>, code: string) => {
  const result = await run(session, code);
  return result.status === "completed" ? result.value : result;
};

describe.skipIf(!isLinux)("behind each cell stands a shadow", () => {
  it.each([
    ["os._exit", "import os\nos._exit(3)", { reason: "crashed", exitCode: 3 }],
    ["a segmentation fault", "import ctypes\nctypes.string_at(0)", { reason: "crashed", signal: "SIGSEGV" }],
    ["an abort", "import os\nos.abort()", { reason: "crashed", signal: "SIGABRT" }],
    ["a kill", "import os\nos.kill(os.getpid(), 9)", { reason: "crashed", signal: "SIGKILL" }],
    [
      "closing every descriptor",
      "import os\nos.closerange(0, 4096)\nwhile True: pass",
      { reason: "crashed" },
    ],
  ])("after %s the state is as before the cell, and its output is kept", async (_, code, end) => {
    await using session = await openSession(local());
    await run(session, "x = [1, 2]");
    const result = await run(session, `print("so far")\nx.append(3)\n${code}`);
    expect(result).toMatchObject({
      status: "crashed",
      state: "restored",
      stdout: "so far\n",
      end: { ...end, protected: true },
    });
    expect(await answerOf(session, "x")).toEqual([1, 2]);
  });

  it("a program that cannot be interrupted is killed at its limit, and its state comes back", async () => {
    await using session = await openSession(local());
    await run(session, "x = 1");
    const code =
      "import signal\nx = 2\nsignal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})\nwhile True: pass";
    const startedMs = performance.now();
    expect(await run(session, code, 300)).toMatchObject({ status: "timeout", state: "restored" });
    expect(performance.now() - startedMs).toBeLessThan(300 + 250 + 500);
    expect(await answerOf(session, "x")).toBe(1);
  });

  it("survives dying again and again, with the newest state each time", async () => {
    await using session = await openSession(local());
    for (let round = 0; round < 10; round++) {
      await run(session, `n = ${round}`);
      expect(await run(session, "n = -1\nimport os\nos._exit(1)")).toMatchObject({ state: "restored" });
      expect(await answerOf(session, "n")).toBe(round);
    }
  });

  it("is the same program: random goes on where it was, and an event loop works again", async () => {
    await using session = await openSession(local());
    await run(session, "import asyncio, random\nrandom.seed(7)\nrandom.random()");
    const expected = await answerOf(
      session,
      "state = random.getstate()\nvalue = random.random()\nrandom.setstate(state)\nvalue",
    );
    await run(session, "import asyncio\nawait asyncio.sleep(0)\nloop = asyncio.get_running_loop()");
    await run(session, "import os\nos._exit(1)");
    expect(await answerOf(session, "random.random()")).toBe(expected);
    expect(await answerOf(session, "await asyncio.sleep(0.01)\nasyncio.get_running_loop() is loop")).toBe(
      true,
    );
  });

  it("cannot be had while threads run: the result says so, and a crash is a reset", async () => {
    await using session = await openSession(local());
    await run(
      session,
      "x = 1\nimport threading, time\nthreading.Thread(target=time.sleep, args=(30,), daemon=True).start()",
    );
    const kept = await run(session, "x");
    expect(kept.end).toMatchObject({
      protected: false,
      unprotectedReason: expect.stringContaining("1 thread"),
    });
    expect(await run(session, "import os\nos._exit(1)")).toMatchObject({
      state: "reset",
      end: { protected: false },
    });
    expect(await run(session, "x")).toMatchObject({ status: "exception", end: { protected: true } });
  });

  it("is no child of the program: whoever waits for children does not find it", async () => {
    await using session = await openSession(local());
    await run(session, "x = 1");
    const code =
      "import os\ntry:\n    os.waitpid(-1, os.WNOHANG)\n    found = True\nexcept ChildProcessError:\n    found = False\nfound";
    expect(await answerOf(session, code)).toBe(false);
  });

  it("whose code kills it, is missed honestly, and taken anew", async () => {
    await using session = await openSession(local());
    await run(session, "import os, time");
    const code = [
      "time.sleep(0.05)",
      "for name in filter(str.isdigit, os.listdir('/proc')):",
      "    try: fields = open(f'/proc/{name}/stat').read().rpartition(')')[2].split()",
      "    except OSError: continue",
      "    if int(fields[1]) == os.getppid() and int(name) != os.getpid(): os.kill(int(name), 9)",
      "time.sleep(0.1)\nos._exit(1)",
    ].join("\n");
    expect(await run(session, code)).toMatchObject({
      status: "crashed",
      state: "reset",
      end: { protected: false },
    });
    expect((await run(session, "x = 1")).end.protected).toBe(true);
  });

  it("that was due when the worker died leaves the supervisor at rest", async () => {
    await using session = await openSession(local());
    const supervisor = await answerOf(session, "import os, signal\nos.getppid()");
    const computed = () => {
      const fields =
        readFileSync(`/proc/${supervisor}/stat`, "utf8").split(")").at(-1)?.trim().split(" ") ?? [];
      return Number(fields[11]) + Number(fields[12]);
    };
    for (let round = 0; round < 10; round++) {
      // The alarm ends the interpreter about when its shadow is due.
      await run(session, "import signal\nsignal.setitimer(signal.ITIMER_REAL, 0.0006)");
      await new Promise(resolve => setTimeout(resolve, 20));
      const before = computed();
      await new Promise(resolve => setTimeout(resolve, 100));
      expect(computed() - before).toBeLessThan(5);
      await run(session, "1");
    }
  });

  it("is missing when an interpreter dies between cells: the next one is told, and does not run", async () => {
    await using session = await openSession(local({ shadows: false }));
    process.kill(Number(await answerOf(session, "import os\nx = 1\nos.getpid()")), "SIGKILL");
    await new Promise(resolve => setTimeout(resolve, 100));
    expect(await run(session, "y = 1")).toMatchObject({
      status: "crashed",
      state: "reset",
      end: { signal: "SIGKILL", protected: false },
    });
    expect(await answerOf(session, "sorted({'x', 'y'} & {*globals()})")).toEqual([]);
  });

  it("is killed later than its interpreter when the system's memory runs out, also when they were exchanged", async () => {
    await using session = await openSession(local());
    const look = [
      "import os, time",
      "score = lambda pid: int(open(f'/proc/{pid}/oom_score_adj').read())",
      "parent = os.getppid()",
      "time.sleep(0.05)",
      "others = {*open(f'/proc/{parent}/task/{parent}/children').read().split()} - {str(os.getpid())}",
      "[score(os.getpid()), [score(pid) for pid in others]]",
    ].join("\n");
    expect(await answerOf(session, look)).toEqual([1000, [500]]);
    await run(session, "os._exit(1)");
    expect(await answerOf(session, look)).toEqual([1000, [500]]);
  });

  it("can be turned off", async () => {
    await using session = await openSession(local({ shadows: false }));
    expect(session.capabilities.state).toBe("live");
    expect((await run(session, "x = 1")).end).toMatchObject({
      protected: false,
      unprotectedReason: "shadows are off",
    });
    expect(await run(session, "import os\nos._exit(1)")).toMatchObject({ state: "reset" });
  });

  it.skipIf(!existsSync("/usr/lib/python3/dist-packages/numpy"))(
    "protects numpy, pandas and matplotlib (skipped by name without Debian's python3-matplotlib)",
    async () => {
      await using session = await openSession(local({ python: debian }));
      await run(
        session,
        "import numpy, pandas, matplotlib.pyplot\nm = numpy.ones((300, 300))\n(m @ m).sum()",
      );
      expect(await run(session, "import os\nos._exit(1)")).toMatchObject({ state: "restored" });
      expect(await answerOf(session, "float((m @ m).sum())")).toBe(27_000_000);
    },
  );
});

it("a child that code forks and that comes back is no second interpreter", async () => {
  await using session = await openSession(local());
  const code =
    "import os, sys\nchild = os.fork()\nif child == 0:\n    print('child', flush=True)\nelse:\n    os.waitpid(child, 0)\n'parent'";
  expect(await run(session, code)).toMatchObject({ status: "completed", value: "parent", stdout: "child\n" });
  expect(
    await run(
      session,
      "child = os.fork()\nif child == 0: sys.exit(7)\nos.waitstatus_to_exitcode(os.waitpid(child, 0)[1])",
    ),
  ).toMatchObject({
    value: 7,
  });
});

it("a child that has ended waits for the program that started it, cell after cell", async () => {
  await using session = await openSession(local());
  const start = "import subprocess, time\nchild = subprocess.Popen(['sh', '-c', 'exit 7'])\ntime.sleep(0.1)";
  await run(session, start);
  await run(session, "1");
  expect(await answerOf(session, "child.wait()")).toBe(7);
});

it("what a process of an earlier cell writes is no output of a later one, and does not end it", async () => {
  await using session = await openSession(local());
  const start = [
    "import subprocess",
    "script = 'for i in $(seq 1 100); do echo late $i; sleep 0.02; done; echo done > done.txt'",
    "child = subprocess.Popen(['sh', '-c', script])",
    "import time; time.sleep(0.1)",
  ].join("\n");
  expect((await run(session, start)).stdout).toMatch(/^late 1\n/);
  expect(await run(session, "import time\ntime.sleep(0.3)\nprint('mine')")).toMatchObject({
    stdout: "mine\n",
  });
  expect(await run(session, "child.wait()\nopen('done.txt').read()")).toMatchObject({
    value: "done\n",
    stdout: "",
  });
});

it("what a shell command left running outlives an interpreter that dies, and ends with the session", async () => {
  const isAlive = (pid: number) => {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  };
  const session = await openSession(local());
  const { stdout } = await session.shell.run("setsid sleep 50 >/dev/null 2>&1 & echo $!");
  const pid = Number(stdout);
  expect(await run(session, "import os\nos._exit(1)")).toMatchObject({ status: "crashed" });
  expect(isAlive(pid)).toBe(true);
  await session.shell.run("(sleep 0.05 &) ; true");
  await new Promise(resolve => setTimeout(resolve, 150));
  await session.shell.run("true");
  const zombies = await session.shell.run("ps -eo stat,ppid | awk -v p=$PPID '$2 == p && $1 ~ /Z/' | wc -l");
  expect(zombies.stdout.trim()).toBe("0");
  await session.close();
  expect(isAlive(pid)).toBe(false);
});
