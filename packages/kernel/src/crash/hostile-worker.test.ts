import { setTimeout as sleep } from "node:timers/promises";
import {
  defineTool,
  type ExecutionEvent,
  type ExecutionResult,
  jsonSchema,
  openSession,
  type Session,
} from "@tinycodeagent/core";
import { local } from "@tinycodeagent/provider-local";
import { describe, expect, it } from "vitest";
import type { KernelSession } from "../session/kernel-session.ts";

type Live = Session<KernelSession>;

const scale = Number(process.env.TINYCODEAGENT_SCALE ?? 1);
const isLinux = process.platform === "linux";
const echo = defineTool({
  name: "echo",
  description: "Gives back as many characters.",
  input: jsonSchema<{ readonly size: number }>({
    type: "object",
    properties: { size: { type: "number" } },
    required: ["size"],
  }),
  execute: ({ size }) => "x".repeat(size),
});

/** Finds this program's own channel, and speaks on it in the name of the running cell. */
const forge = `
import gc, json, os, random, socket, stat, time
def sockets():
    found = []
    for name in os.listdir("/proc/self/fd"):
        try:
            if stat.S_ISSOCK(os.fstat(int(name)).st_mode): found.append(int(name))
        except OSError: pass
    return found
def token():
    for item in gc.get_objects():
        if type(item).__name__ == "Channel": return item.request
def frame(tail=b"", **header):
    if tail: header["tail"] = len(tail)
    return json.dumps(header, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\\n" + tail
def write(data, seconds=60):
    (fd,) = sockets()
    view = memoryview(data)
    while view:
        try: view = view[os.write(fd, view):]
        except BlockingIOError: time.sleep(0.001)
        except OSError: return
`;

const fuzz = (seed: number) => `
rng = random.Random(${seed})
own = token()
wrong = [None, True, -1, 0, 1.5, 10**400, "", "main", "\\ud800", "x" * 300, [], {}, [[]], [["text/plain", -1]], {"a": 1}, own]
kinds = ["result", "exception", "display", "done", "tool_call", "part", "reply", "wait", "asleep", "refused", "end", "stdout", "truncated", "hello", "fatal", "closed", "credit"]
def one():
    header = {"type": rng.choice(kinds), "request": rng.choice([own, own, own, "1", None, 5])}
    for name in rng.sample(["call", "name", "contents", "reason", "exitCode", "children", "wait", "parts", "branch", "sequence"], 3):
        header[name] = rng.choice(wrong + ["echo", "1-%d" % rng.randrange(9), [["image/png", 3]]])
    tail = rng.choice([b"", b"{}", b"x" * 1000, b"[" * 900, b'{"size":3}', b'{"repr":"forged"}', os.urandom(100)])
    data = frame(tail, **header)
    return data[:rng.randrange(len(data))] if rng.random() < 0.002 else data
for _ in range(rng.randrange(1, 300)): write(one())
if rng.random() < 0.3:
    for name in os.listdir("/proc/self/fd"):
        try: os.set_blocking(int(name), False); os.write(int(name), os.urandom(500))
        except OSError: pass
`;

const run = (session: Live, code: string): Promise<ExecutionResult> =>
  session.run(code, { limits: { timeMs: 20_000 } }).result;

async function settled<T>(promise: Promise<T>, what: string, milliseconds = 20_000): Promise<T> {
  const late = sleep(milliseconds, undefined, { ref: false }).then(() =>
    Promise.reject(new Error(`${what} hangs`)),
  );
  return Promise.race([promise, late]);
}

const context = (seconds: number) => ({
  signal: AbortSignal.timeout(60_000),
  limits: { timeMs: seconds * 1000, outputBytes: 64 * 1024 * 1024, spillBytes: 0 },
  callTool: async () => ({ ok: true, value: null }) as const,
});

async function lastOf(events: AsyncIterable<ExecutionEvent>): Promise<ExecutionEvent | undefined> {
  let last: ExecutionEvent | undefined;
  for await (const event of events) last = event;
  return last;
}

/** Runs hostile code for a reader that takes one event and then none for a while: nobody else may notice. */
async function besides(code: string, pauseMs: number): Promise<ExecutionEvent | undefined> {
  const session = await local().openSession({ policy: {}, tools: [], preload: [] });
  const other = await session.fork();
  const cell = (source: string) => ({ code: source, language: "python" }) as const;
  await lastOf(session.execute(cell(forge), context(10)));
  const events = session.execute(cell(code), context(5))[Symbol.asyncIterator]();
  await settled(Promise.resolve(events.next()), "the first event");
  const beside = lastOf(other.execute(cell("import time\ntime.sleep(0.3)"), context(10)));
  await settled(session.files.write("beside.txt", "hello"), "the clerk");
  await sleep(pauseMs);
  expect(await settled(beside, "the other branch")).toMatchObject({ reason: "completed" });
  const end = await settled(lastOf({ [Symbol.asyncIterator]: () => events }), "the hostile cell");
  expect(await lastOf(other.execute(cell("1"), context(10)))).toMatchObject({ reason: "completed" });
  expect(await lastOf(session.execute(cell("1"), context(10)))).toMatchObject({ reason: "completed" });
  await session.close();
  await other.close();
  return end;
}

describe.skipIf(!isLinux)("code that writes on its own channel touches nobody else", () => {
  it("whatever frames it forges, cell after cell", async () => {
    await using session = await openSession(local(), { tools: [echo] });
    await run(session, `${forge}\nkept = 1`);
    await using other = await session.fork();
    await run(other, "kept = 2");
    for (let turn = 0; turn < 15 * scale; turn++) {
      const beside = run(other, `print("mine ${turn}")\n[kept, ${turn}]`);
      const listed = session.files.list();
      const hostile = await settled(run(session, fuzz(turn)), `seed ${turn}`);
      expect(["completed", "crashed", "exception", "exit", "timeout"]).toContain(hostile.status);
      expect(await settled(beside, "the other branch")).toMatchObject({
        value: [2, turn],
        stdout: `mine ${turn}\n`,
      });
      await settled(listed, "the clerk");
      if (hostile.state === "reset") await run(session, `${forge}\nkept = 1`);
      // A forged end may come before the code has ended: that belongs to no later cell.
      const next = await settled(run(session, `"own ${turn}"`), "the next cell");
      if (next.status === "completed") expect(next).toMatchObject({ value: `own ${turn}` });
      if (next.state === "reset") await run(session, `${forge}\nkept = 1`);
    }
    expect(await run(other, "kept")).toMatchObject({ value: 2 });
  });

  it.each([
    ["many small writes", "completed", "for _ in range(120_000): os.write(1, b'x'); len([0] * 20)"],
    [
      "parts of one byte",
      "crashed",
      "data = frame(b'x', type='part', request=token()) * 500\nprint(1, flush=True)\nfor _ in range(2000): write(data)",
    ],
    [
      "empty results",
      "completed",
      "data = frame(type='result', request=token()) * 500\nprint(1, flush=True)\nfor _ in range(200): write(data)",
    ],
    [
      "a display whose sizes and types fill a header",
      "completed",
      "print(1, flush=True)\nhuge = [[chr(128512) * 128, int('9' * 3000)] for _ in range(16)]\nwrite(frame(type='display', request=token(), contents=huge))\ntime.sleep(0.2)",
    ],
    [
      "output beside waits, ahead of a reader",
      "timeout",
      "import threading\ndef flood():\n    while True: os.write(1, b'x' * 65536)\nthreading.Thread(target=flood, daemon=True).start()\ndata = frame(type='wait', request=token()) * 1000\nwhile True: write(data)",
    ],
    [
      "a message as large as it may be, after output",
      "completed",
      "os.write(1, b'x' * 60_000)\ndata = frame(b'x' * 65536, type='part', request=token())\nfor _ in range(512): write(data)\nos.write(1, b'y' * 60_000)\nwrite(frame(b'x' * 65536, type='result', request=token(), parts=512))",
    ],
  ])("%s", async (_, reason, code) => {
    expect(await besides(code, 1_500)).toMatchObject({ type: "end", reason });
  });

  it("parts without content are kept by nobody", async () => {
    await using session = await openSession(local());
    await run(session, forge);
    const before = process.memoryUsage().heapUsed;
    const flood = "data = frame(type='part', request=token()) * 500\nfor _ in range(1000): write(data)";
    expect(await settled(run(session, flood), "the flood")).toMatchObject({ status: "completed" });
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(40 * 1024 * 1024);
  });

  it("calls whose answers it does not read fill nobody's memory", async () => {
    await using session = await openSession(local(), { tools: [echo] });
    const supervisor = Number(((await run(session, `${forge}\nos.getppid()`)) as { value?: unknown }).value);
    const code = [
      "data = b''.join(frame(b'{\"size\":3}', type='tool_call', request='old', call='1-%d' % n, name='echo') for n in range(1000))",
      "end = time.monotonic() + 5",
      "while time.monotonic() < end: write(data)",
    ].join("\n");
    const { readFileSync } = await import("node:fs");
    const result = await run(session, code);
    const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${supervisor}/status`, "utf8"))?.[1]);
    expect(peak).toBeLessThan(400 * 1024);
    expect(["crashed", "completed"]).toContain(result.status);
    expect(await run(session, "1")).toMatchObject({ value: 1 });
  });
});
