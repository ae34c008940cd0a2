import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { openSession, type Session } from "@tinycodeagent/core";
import { local } from "@tinycodeagent/provider-local";
import { describe, expect, it } from "vitest";
import type { KernelSession } from "../session/kernel-session.ts";

type Live = Session<KernelSession>;

const answerOf = async (session: Live, code: string) => {
  const result = await session.run(code).result;
  return result.status === "completed" ? result.value : result;
};

const childrenOf = (pid: unknown) =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").length;

describe.skipIf(process.platform !== "linux")("while a copy of an interpreter is coming", () => {
  it("closing the session that asked for a fork leaves no branch behind", async () => {
    await using first = await openSession(local());
    const supervisor = await answerOf(first, "import os\nos.getppid()");
    for (let round = 0; round < 20; round++) {
      const second = await first.fork();
      const coming = second.fork().catch((error: unknown) => error);
      if (round % 3) await sleep(round % 5);
      await second.close();
      expect(await coming).not.toBeUndefined();
      if (round % 3 === 0) expect(await coming).toMatchObject({ code: "SESSION_CLOSED" });
      else if (!((await coming) instanceof Error)) await ((await coming) as Live).close();
    }
    // The interpreter and its shadow.
    await expect.poll(() => childrenOf(supervisor), { timeout: 3_000 }).toBeLessThanOrEqual(2);
  });

  it("closing during a restore ends both, and leaves the other branches alone", async () => {
    await using first = await openSession(local());
    const supervisor = await answerOf(first, "import os\nos.getppid()");
    const { id } = await first.checkpoints.create();
    for (let round = 0; round < 10; round++) {
      const second = await first.fork();
      const restored = second.checkpoints.restore(id).catch((error: unknown) => error);
      if (round % 2) await sleep(round / 4);
      await second.close();
      await restored;
    }
    expect(await answerOf(first, "1 + 1")).toBe(2);
    // The interpreter, its shadow and the checkpoint.
    await expect.poll(() => childrenOf(supervisor), { timeout: 3_000 }).toBeLessThanOrEqual(3);
  });

  it("an interpreter that was stopped between cells ends with the time of the next, and its state is told", async () => {
    await using session = await openSession(local());
    await using other = await session.fork();
    const pid = Number(await answerOf(session, "x = 1\nimport os\nos.getpid()"));
    await sleep(20);
    process.kill(pid, "SIGSTOP");
    const result = session.run("x", { limits: { timeMs: 300 } }).result;
    expect(await answerOf(other, "1 + 1")).toBe(2);
    expect(await result).toMatchObject({ status: "timeout", state: "restored" });
    expect(await answerOf(session, "x")).toBe(1);
  });

  it("an interpreter that does not answer is given up after ten seconds, and is not harmed by it", async () => {
    await using session = await openSession(local({ shadows: false }));
    const pid = Number(await answerOf(session, "x = 1\nimport os\nos.getpid()"));
    process.kill(pid, "SIGSTOP");
    await expect(session.checkpoints.create()).rejects.toMatchObject({
      code: "STATE_UNFORKABLE",
      message: expect.stringContaining("it did not answer in time"),
    });
    expect(await session.checkpoints.list()).toEqual([]);
    process.kill(pid, "SIGCONT");
    expect(await answerOf(session, "x")).toBe(1);
    await session.checkpoints.create();
    // The interpreter and the checkpoint.
    expect(childrenOf(await answerOf(session, "os.getppid()"))).toBe(2);
  });

  it("a checkpoint that was stopped comes back all the same", async () => {
    await using session = await openSession(local({ shadows: false }));
    const supervisor = await answerOf(session, "x = 1\nimport os\nos.getppid()");
    const { id } = await session.checkpoints.create();
    await sleep(50);
    const children = readFileSync(`/proc/${supervisor}/task/${supervisor}/children`, "utf8")
      .trim()
      .split(" ");
    const worker = await answerOf(session, "os.getpid()");
    for (const child of children) if (Number(child) !== worker) process.kill(Number(child), "SIGSTOP");
    await session.run("x = 2").result;
    await session.checkpoints.restore(id);
    expect(await answerOf(session, "x")).toBe(1);
  });

  it("a hundred forks live beside each other, and go with the last", async () => {
    const first = await openSession(local());
    const supervisor = Number(await answerOf(first, "x = 1\nimport os\nos.getppid()"));
    const forks = await Promise.all(Array.from({ length: 100 }, () => first.fork()));
    const values = await Promise.all(forks.map((fork, n) => answerOf(fork, `x += ${n}\nx`)));
    expect(values).toEqual(forks.map((_, n) => n + 1));
    await Promise.all([...forks, first].map(session => session.close()));
    expect(() => process.kill(supervisor, 0)).toThrow("ESRCH");
  });

  it("variables larger than what may be sent ahead are read whole", async () => {
    await using session = await openSession(local());
    await session.run("big = bytes(range(256)) * 4096").result;
    for (let turn = 0; turn < 5; turn++) {
      const { big } = await session.variables.get(["big"]);
      expect(big).toMatchObject({ kind: "bytes" });
      expect((big as { value: Uint8Array }).value).toHaveLength(1024 * 1024);
    }
  });
});
