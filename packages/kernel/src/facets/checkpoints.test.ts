import { readFileSync } from "node:fs";
import { type CodeAgentError, openSession } from "@tinycodeagent/core";
import { local } from "@tinycodeagent/provider-local";
import { describe, expect, it } from "vitest";

const coded = (code: string) => expect.objectContaining<Partial<CodeAgentError>>({ code: code as "ABORTED" });

describe.skipIf(process.platform !== "linux")("what is asked of checkpoints", () => {
  it.each([[7], [null], ["x".repeat(201)]])("has a short text as a name, not %j", async name => {
    await using session = await openSession(local());
    await expect(session.checkpoints.create(name as string)).rejects.toEqual(coded("OPTION_INVALID"));
    expect(await session.checkpoints.list()).toEqual([]);
    expect((await session.checkpoints.create("x".repeat(200))).name).toHaveLength(200);
  });

  it("is not begun when its signal has aborted", async () => {
    await using session = await openSession(local());
    const { id } = await session.checkpoints.create();
    await session.run("x = 1").result;
    const signal = AbortSignal.abort();
    const { create, restore, list, drop } = session.checkpoints;
    for (const ask of [
      () => create("late", { signal }),
      () => restore(id, { signal }),
      () => list({ signal }),
      () => drop(id, { signal }),
      () => session.fork({ signal }),
    ])
      await expect(ask()).rejects.toEqual(coded("ABORTED"));
    expect(await list()).toHaveLength(1);
    expect(await session.run("x").result).toMatchObject({ value: 1 });
  });

  it("is undone when it comes after its signal has aborted", async () => {
    await using session = await openSession(local({ shadows: false }));
    const found = await session.run("import os\n[os.getppid(), os.getpid()]").result;
    const [supervisor, worker] = (found.status === "completed" ? found.value : []) as readonly number[];
    const children = () =>
      readFileSync(`/proc/${supervisor}/task/${supervisor}/children`, "utf8").trim().split(" ").length;
    const controller = new AbortController();
    const { signal } = controller;
    // A copy of an interpreter that is stopped comes late.
    process.kill(Number(worker), "SIGSTOP");
    const asked = [session.checkpoints.create("late", { signal }), session.fork({ signal })];
    await new Promise(resolve => setTimeout(resolve, 30));
    controller.abort();
    process.kill(Number(worker), "SIGCONT");
    for (const answer of await Promise.allSettled(asked))
      expect(answer).toEqual({ status: "rejected", reason: coded("ABORTED") });
    await new Promise(resolve => setTimeout(resolve, 1_000));
    expect(await session.checkpoints.list()).toEqual([]);
    // The interpreter and its shadow.
    await expect.poll(children).toBeLessThanOrEqual(2);
  });
});
