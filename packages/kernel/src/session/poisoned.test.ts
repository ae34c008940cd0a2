import { type ExecutionResult, openSession, type Session } from "@tinycodeagent/core";
import { local } from "@tinycodeagent/provider-local";
import { describe, expect, it } from "vitest";
import type { KernelSession } from "./kernel-session.ts";

const isLinux = process.platform === "linux";

async function run(session: Session<KernelSession>, code: string, timeMs = 10_000): Promise<ExecutionResult> {
  return session.run(code, { limits: { timeMs } }).result;
}

/** Runs a cell that poisons the interpreter, and what the next one says. */
async function afterwards(poison: string, timeMs?: number): Promise<readonly [ExecutionResult, unknown]> {
  await using session = await openSession(local());
  await run(session, "x = 1");
  const poisoned = await run(session, `x = 2\n${poison}`, timeMs);
  const next = await run(session, "[x]");
  return [poisoned, next.status === "completed" ? next.value : next];
}

describe("what user code does to the interpreter does not reach the kernel", () => {
  it.each([
    [
      "json",
      "import json\njson.dumps = json.loads = json.JSONEncoder.encode = json.JSONEncoder.iterencode = None",
    ],
    ["os and time", "import os, time\nos.fork = os.close = os.waitpid = os.getpid = time.monotonic = None"],
    [
      "sockets",
      "import socket\nsocket.socket.send = socket.socket.recvmsg_into = socket.socket.close = None",
    ],
    ["builtins", "import builtins\nbuiltins.len = builtins.type = builtins.compile = builtins.eval = None"],
    ["the namespace's builtins", "del __builtins__"],
    ["the modules that are loaded", "import sys\nsys.modules.clear()"],
    [
      "the recursion limit",
      "import sys\nfor n in range(1, 99):\n    try: sys.setrecursionlimit(n)\n    except RecursionError: continue\n    break",
    ],
    ["the limit of descriptors", "import resource\nresource.setrlimit(resource.RLIMIT_NOFILE, (0, 4096))"],
    ["the standard streams", "import sys\nsys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = 3"],
  ])("not what it does to %s", async (_, poison) => {
    const [poisoned, next] = await afterwards(poison);
    expect(poisoned).toMatchObject({ status: "completed", state: "kept" });
    expect(next).toEqual([2]);
  });

  it("its namespace has the builtins of every program, before and after it lost them", async () => {
    await using session = await openSession(local());
    for (const before of ["", "del __builtins__"]) {
      await run(session, before);
      expect(
        await run(session, "import builtins, sys\n__builtins__ is builtins is sys.modules['builtins']"),
      ).toMatchObject({
        value: true,
      });
    }
  });
});

describe("between cells nothing of user code runs", () => {
  const outside = 'while frame and frame.f_code.co_name != "<module>": frame = frame.f_back';
  it.each([
    [
      "trace functions",
      `def trace(frame, *_):\n    ${outside}\n    while frame is None: pass\nimport sys\nsys.settrace(trace)`,
    ],
    [
      "signal handlers",
      `import signal\ndef fail(_, frame):\n    ${outside}\n    if frame is None: raise ValueError\nsignal.signal(signal.SIGALRM, fail)\nsignal.setitimer(signal.ITIMER_REAL, 0.001, 0.0005)`,
    ],
    ["an alarm that nobody handles", "import signal\nsignal.setitimer(signal.ITIMER_REAL, 0.003)\nNone"],
  ])("not %s", async (name, poison) => {
    await using session = await openSession(local());
    await run(session, "x = 1");
    expect(await run(session, `x = 2\n${poison}`, 2_000)).toMatchObject({ state: "kept" });
    await new Promise(resolve => setTimeout(resolve, 50));
    const next = await run(session, "x");
    // A default action waits for the next cell, and that is undone; the state is not lost.
    if (name.startsWith("an alarm")) expect(next).toMatchObject({ status: "crashed", state: "restored" });
    expect(await run(session, "x")).toMatchObject({ status: "completed", value: 2 });
  });

  it("but it goes on in the next cell", async () => {
    await using session = await openSession(local());
    await run(
      session,
      "import gc, signal, sys\nseen = []\nsys.settrace(lambda frame, *_: seen.append(frame.f_code.co_name))",
    );
    await run(session, "def traced(): pass\ntraced()");
    expect(await run(session, "sys.settrace(None)\n'traced' in seen")).toMatchObject({ value: true });
    expect(
      await run(session, "gc.isenabled() and not signal.pthread_sigmask(signal.SIG_BLOCK, [])"),
    ).toMatchObject({
      value: true,
    });
    await run(session, "gc.disable()\nsignal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])");
    expect(
      await run(session, "[gc.isenabled(), len(signal.pthread_sigmask(signal.SIG_BLOCK, []))]"),
    ).toMatchObject({ value: [false, 1] });
  });
});

describe("what user code makes unending can be interrupted", () => {
  it.each([
    [
      "the flush of a stream",
      "import sys\nclass Stuck:\n    def write(self, text): pass\n    def flush(self):\n        while True: pass\nsys.stdout = Stuck()",
    ],
    [
      "the text of an exit",
      "class Endless:\n    def __str__(self):\n        while True: pass\nraise SystemExit(Endless())",
    ],
    ["a finalizer", "class Last:\n    def __del__(self):\n        while True: pass\nLast()"],
  ])("%s", async (_, poison) => {
    const [poisoned, next] = await afterwards(poison, 200);
    expect(poisoned).toMatchObject({ status: "timeout", state: "kept" });
    expect(next).toEqual([2]);
  });
});

it.skipIf(!isLinux)(
  "a socket that was made deaf undoes its cell, instead of losing the state after it",
  async () => {
    const deaf =
      "import os, socket\nfor fd in range(100, 1024):\n    try: socket.socket(fileno=os.dup(fd)).shutdown(socket.SHUT_RD)\n    except OSError: pass";
    const [poisoned, next] = await afterwards(deaf);
    expect(poisoned).toMatchObject({ status: "crashed", state: "restored" });
    expect(next).toEqual([1]);
  },
);

it.skipIf(!isLinux)("a shadow that was stopped wakes all the same", async () => {
  const code = [
    "import os, time",
    "time.sleep(0.05)",
    "for name in filter(str.isdigit, os.listdir('/proc')):",
    "    try: fields = open(f'/proc/{name}/stat').read().rpartition(')')[2].split()",
    "    except OSError: continue",
    "    if int(fields[1]) == os.getppid() and int(fields[3]) == os.getsid(0) and int(name) != os.getpid():",
    "        os.kill(int(name), 19)",
    "os._exit(1)",
  ].join("\n");
  const [poisoned, next] = await afterwards(code);
  expect(poisoned).toMatchObject({ status: "crashed", state: "restored" });
  expect(next).toEqual([1]);
});

it.skipIf(!isLinux)(
  "a shadow that is not yet asleep is out of reach of what kills the program's group",
  async () => {
    await using session = await openSession(local());
    for (let round = 0; round < 40; round++) {
      await run(session, "import os\nx = 1");
      expect(await run(session, "os.killpg(0, 9)")).toMatchObject({ status: "crashed", state: "restored" });
    }
  },
);

it("an exception whose class has no name is reported all the same", async () => {
  await using session = await openSession(local());
  const code =
    "class Meta(type):\n    @property\n    def __name__(cls): raise RuntimeError\nclass Mute(Exception, metaclass=Meta): pass\nraise Mute";
  expect(await run(session, code)).toMatchObject({ status: "exception", exception: { name: "Mute" } });
});
