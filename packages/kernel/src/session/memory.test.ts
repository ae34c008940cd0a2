import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type ExecutionResult, openSession, type SandboxLauncher, type Session } from "@tinycodeagent/core";
import { local, localLauncher } from "@tinycodeagent/provider-local";
import { describe, expect, it } from "vitest";
import { processProvider } from "../provider/process-provider.ts";
import type { KernelSession } from "./kernel-session.ts";

const mebibyte = 1024 ** 2;
const isLinux = process.platform === "linux";

const run = (session: Session<KernelSession>, code: string): Promise<ExecutionResult> =>
  session.run(code).result;

describe.skipIf(!isLinux)("a session with a limit of memory", () => {
  const limited = (bytes: number) => openSession(local(), { policy: { limits: { memoryBytes: bytes } } });

  it("raises MemoryError in the cell and names the largest variables", async () => {
    await using session = await limited(300 * mebibyte);
    await run(session, "big = bytearray(100 * 1024 * 1024)\nsmall = [0] * 1_000_000\ntext = 'x'");
    const result = await run(session, "more = bytearray(400 * 1024 * 1024)");
    expect(result).toMatchObject({
      status: "exception",
      state: "kept",
      exception: {
        name: "MemoryError",
        message: expect.stringMatching(
          /^The largest variables are big \(about 100 MiB\), small \(about \d+ MiB\)/,
        ),
      },
    });
    expect(await run(session, "len(big)")).toMatchObject({ value: 100 * mebibyte });
  });

  it("kills what takes memory past the soft limit, brings the state back, and names what is largest in it", async () => {
    await using session = await limited(200 * mebibyte);
    await run(session, "big = bytearray(60 * 1024 * 1024)\nlast = bytearray(20 * 1024 * 1024)");
    const shared = [
      "import mmap, time",
      "big = None",
      "pages = mmap.mmap(-1, 1024 * 1024 * 1024)",
      "for start in range(0, len(pages), 4096):",
      "    pages[start] = 1",
      "    if start % (16 * 1024 * 1024) == 0: time.sleep(0.01)",
    ].join("\n");
    const result = await run(session, shared);
    expect(result).toMatchObject({ status: "memory", state: "restored" });
    expect(result.end.largestVariables?.slice(0, 2)).toEqual([
      { name: "big", sizeBytes: expect.closeTo(60 * mebibyte, -3) },
      { name: "last", sizeBytes: expect.closeTo(20 * mebibyte, -3) },
    ]);
    expect(await run(session, "len(big)")).toMatchObject({ value: 60 * mebibyte });
  });

  it("kills a cell that holds too much, also where its shadow shares most of it", async () => {
    await using session = await limited(200 * mebibyte);
    await run(session, "import mmap, time\nbig = bytearray(b'x') * (180 * 1024 * 1024)");
    const more =
      "pages = mmap.mmap(-1, 100 * 1024 * 1024)\nfor start in range(0, len(pages), 4096): pages[start] = 1";
    expect(await run(session, `${more}\ntime.sleep(2)`)).toMatchObject({ status: "memory" });
  });

  it("is protected whatever its variables are called", async () => {
    await using session = await limited(300 * mebibyte);
    await run(session, "for n in range(6): globals()[chr(0x12000 + n) * 120] = bytes(100_000)");
    expect((await run(session, "1")).end).toMatchObject({ protected: true });
  });

  it("counts what the cell's children hold, and what they share only once", async () => {
    await using session = await limited(200 * mebibyte);
    await run(session, "import os, time\nbig = bytearray(100 * 1024 * 1024)\nchildren = []");
    const forking = (code: string) =>
      `for _ in range(4):\n    child = os.fork()\n    if child == 0:\n        ${code}\n        time.sleep(0.5)\n        os._exit(0)\n    children.append(child)\nfor child in children: os.waitpid(child, 0)`;
    expect(await run(session, `children.clear()\n${forking("pass")}`)).toMatchObject({ status: "completed" });
    expect(
      await run(session, `children.clear()\n${forking("own = bytearray(70 * 1024 * 1024)")}`),
    ).toMatchObject({
      status: "memory",
      state: "restored",
    });
  });
});

/** The control group of this process, of version 1 or 2; nothing where a child of it cannot be limited. */
function memoryGroup(): string | undefined {
  try {
    const line = readFileSync("/proc/self/cgroup", "utf8")
      .split("\n")
      .map(text => text.split(":"))
      .find(([, controllers]) => controllers === "memory");
    if (!line) return undefined;
    const path = join("/sys/fs/cgroup/memory", line[2] ?? "", `tinycodeagent-test-${process.pid}`);
    mkdirSync(path);
    if (existsSync(join(path, "memory.limit_in_bytes"))) return path;
    rmdirSync(path);
  } catch {
    // It may not be made here.
  }
  return undefined;
}

const group = memoryGroup();

it.skipIf(!group)(
  "a cell that the system kills for memory says so (skipped by name where no control group can be made)",
  async () => {
    const path = group ?? "";
    writeFileSync(join(path, "memory.limit_in_bytes"), String(150 * mebibyte));
    const base = localLauncher();
    const launcher: SandboxLauncher = {
      ...base,
      async open(request) {
        const sandbox = await base.open(request);
        const enter = `echo $$ > ${join(path, "cgroup.procs")}; exec "$@"`;
        return {
          ...sandbox,
          spawn: (argv, options) => sandbox.spawn(["sh", "-c", enter, "sh", ...argv], options),
        };
      },
    };
    const session = await openSession(processProvider(launcher));
    await run(session, "x = 1");
    expect(await run(session, "x = bytearray(b'1' * (1024 * 1024 * 400))")).toMatchObject({
      status: "memory",
      state: "restored",
    });
    expect(await run(session, "x")).toMatchObject({ value: 1 });
    await session.close();
    rmdirSync(path);
  },
);
