import { type ExecutionResult, openSession, type Session } from "@tinycodeagent/core";
import { expect, it } from "vitest";
import { lineInterpreter } from "./line-interpreter.ts";
import { type MemoryProviderOptions, memoryProvider } from "./memory-provider.ts";

async function open(options: MemoryProviderOptions = {}) {
  const session = await openSession(
    memoryProvider(lineInterpreter, { facets: ["checkpoints", "fork"], ...options }),
  );
  const { checkpoints, fork } = session;
  if (!checkpoints || !fork) throw new Error("Expected checkpoints and fork.");
  return { session, checkpoints, fork };
}

const run = (session: Session, ...lines: string[]): Promise<ExecutionResult> =>
  session.run(lines.join("\n")).result;
const valueIn = async (session: Session) => {
  const result = await run(session, "get x");
  return result.status === "completed" ? result.value : result.status;
};

it("restores a state as often as it is asked to, and shares nothing with it", async () => {
  const { session, checkpoints } = await open();
  await run(session, "set x [1]");
  const { id } = await checkpoints.create();
  for (const _ of [1, 2]) {
    await run(session, "set x [2]");
    await checkpoints.restore(id);
    expect(await valueIn(session)).toEqual([1]);
  }
});

it("evicts the oldest checkpoint without a name, and refuses when all have names", async () => {
  const { checkpoints } = await open({ maxCheckpoints: 2 });
  const named = await checkpoints.create("first");
  const oldest = await checkpoints.create();
  const latest = await checkpoints.create("second");
  expect(await checkpoints.list()).toEqual([named, latest]);
  await expect(checkpoints.restore(oldest.id)).rejects.toMatchObject({ code: "CHECKPOINT_GONE" });
  await expect(checkpoints.create()).rejects.toMatchObject({ code: "CHECKPOINT_LIMIT" });
  await checkpoints.drop(named.id);
  await expect(checkpoints.drop(named.id)).rejects.toMatchObject({ code: "CHECKPOINT_GONE" });
  expect((await checkpoints.create()).name).toBeUndefined();
});

it("keeps no room for a state that cannot be copied", async () => {
  const { session, checkpoints, fork } = await open({ maxCheckpoints: 1 });
  const { id } = await checkpoints.create();
  await run(session, "thread");
  await expect(checkpoints.create()).rejects.toMatchObject({ code: "STATE_UNFORKABLE" });
  await expect(fork()).rejects.toMatchObject({ code: "STATE_UNFORKABLE" });
  expect((await checkpoints.list()).map(kept => kept.id)).toEqual([id]);
  await run(session, "join");
  await checkpoints.create();
});

it("forks the present state or a kept one; forks share checkpoints and nothing else", async () => {
  const { session, checkpoints, fork } = await open();
  await run(session, "set x 1");
  const { id } = await checkpoints.create();
  await run(session, "set x 2");
  const [present, kept] = await Promise.all([fork(), fork({ checkpoint: id })]);
  expect(await Promise.all([valueIn(present), valueIn(kept)])).toEqual([2, 1]);
  await run(present, "set x 3");
  expect(await Promise.all([valueIn(session), valueIn(kept)])).toEqual([2, 1]);
  await session.close();
  await present.checkpoints?.restore(id);
  expect(await valueIn(present)).toBe(1);
});

it("forks the state before the cell that runs, and takes no checkpoint meanwhile", async () => {
  const { session, checkpoints, fork } = await open();
  await run(session, "set x 1");
  const execution = session.run("set x 2\nwait");
  await expect(checkpoints.create()).rejects.toMatchObject({ code: "SESSION_BUSY" });
  expect(await valueIn(await fork())).toBe(1);
  execution.abort();
  await execution.result;
  expect(await valueIn(await fork())).toBe(2);
});

it("honours a signal, a closed session, and a kernel that all forks lose", async () => {
  const { session, checkpoints, fork } = await open();
  const signal = AbortSignal.abort();
  await expect(checkpoints.create(undefined, { signal })).rejects.toMatchObject({ code: "ABORTED" });
  await expect(fork({ signal })).rejects.toMatchObject({ code: "ABORTED" });
  const other = await fork();
  await session.close();
  await expect(checkpoints.list()).rejects.toMatchObject({ code: "SESSION_CLOSED" });
  await expect(fork()).rejects.toMatchObject({ code: "SESSION_CLOSED" });
  const last = await other.fork?.();
  await expect(run(other, "lose")).rejects.toMatchObject({ code: "SESSION_LOST" });
  await expect(last?.checkpoints?.list()).rejects.toMatchObject({ code: "SESSION_LOST" });
});

it("has what it is told to have", async () => {
  const session = await openSession(memoryProvider(lineInterpreter, { facets: ["tools"] }));
  expect([session.checkpoints, session.fork, session.variables]).toEqual([undefined, undefined, undefined]);
});
