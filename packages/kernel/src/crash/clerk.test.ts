import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { openSession } from "@tinycodeagent/core";
import { local } from "@tinycodeagent/provider-local";
import { expect, it } from "vitest";

const isLinux = process.platform === "linux";

function clerkOf(supervisor: number): number {
  const children = readFileSync(`/proc/${supervisor}/task/${supervisor}/children`, "utf8").trim().split(" ");
  const scoreOf = (pid: string | number) => readFileSync(`/proc/${pid}/oom_score_adj`, "utf8");
  return Number(children.find(pid => scoreOf(pid) === scoreOf(supervisor)));
}

const isAlive = (pid: number) => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
};

it.skipIf(!isLinux)(
  "a clerk that dies takes its commands with it, and nothing of the program's",
  async () => {
    await using session = await openSession(local());
    const start = "import os, subprocess\nsubprocess.Popen(['setsid', 'sleep', '63'])\nos.getppid()";
    const { value } = (await session.run(start).result) as unknown as { value: number };
    await session.shell.start("sleep 64 & echo $! > pids; setsid sleep 65 & echo $! >> pids; wait", {
      timeoutMs: 60_000,
    });
    await expect
      .poll(async () => (await session.shell.run("wc -l < pids")).stdout.trim(), { interval: 20 })
      .toBe("2");
    const commands = (await session.shell.run("cat pids")).stdout.trim().split("\n").map(Number);
    const [own] = (await session.shell.run("pgrep -x -f 'sleep 63'")).stdout.trim().split("\n").map(Number);
    expect(commands.map(isAlive)).toEqual([true, true]);
    process.kill(clerkOf(value), "SIGKILL");
    await expect.poll(() => commands.map(isAlive)).toEqual([false, false]);
    expect(isAlive(own ?? 0)).toBe(true);
    expect((await session.shell.run("echo again")).stdout).toBe("again\n");
  },
);

it("a session that closes during an upload leaves no half of a file in the workspace", async () => {
  await using folder = await temporaryFolder();
  const session = await openSession(local(), { policy: { workspace: { path: folder.path } } });
  const written = session.files
    .write("big.bin", ReadableStream.from(slowly()))
    .catch((error: unknown) => error);
  await expect.poll(() => readdirSync(folder.path)).toHaveLength(1);
  await session.close();
  expect(await written).toMatchObject({ code: "SESSION_CLOSED" });
  expect(readdirSync(folder.path)).toEqual([]);
});

async function* slowly(): AsyncGenerator<Uint8Array> {
  while (true) {
    await sleep(5);
    yield new Uint8Array(10_000);
  }
}

async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const { mkdtemp, realpath, rm } = await import("node:fs/promises");
  const { tmpdir } = await import("node:os");
  const path = await realpath(await mkdtemp(`${tmpdir()}/clerk-test-`));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
