import { existsSync, readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import {
  defineTool,
  type ExecutionResult,
  isCodeAgentError,
  jsonSchema,
  openSession,
  type Session,
} from "@tinycodeagent/core";
import { local } from "@tinycodeagent/provider-local";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { KernelSession } from "../session/kernel-session.ts";

type Live = Session<KernelSession>;
type Victim = "worker" | "sleepers" | "clerk" | "supervisor";

/** What is under way when somebody dies. */
interface Step {
  readonly name: string;
  /** Whose death ends it; that of others leaves it alone. */
  readonly endsWith?: readonly Victim[];
  /** Begins what goes on until the signal aborts, and returns promises that must settle then. */
  readonly begin: (
    session: Live,
    signal: AbortSignal,
  ) => Promise<readonly Promise<unknown>[]> | readonly Promise<unknown>[];
}

const settleMs = 5_000;
const mebibyte = 1024 ** 2;

const waiting = defineTool({
  name: "ask",
  description: "Waits until nobody waits for it.",
  input: jsonSchema({ type: "object", properties: {} }),
  execute: (_, { signal }) =>
    new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
});

/** A cell that began; it would go on for long. */
async function running(
  session: Live,
  code: string,
  signal: AbortSignal,
): Promise<readonly Promise<unknown>[]> {
  const limits = { timeMs: 60_000 };
  const { result } = session.run(`x = 2\nopen("began", "w").close()\n${code}`, { limits, signal });
  while (!existsSync(`${session.report.workdir}/began`)) await sleep(2);
  return [result];
}

async function* slowly(count: number): AsyncGenerator<Uint8Array> {
  for (let piece = 0; piece < count; piece++) {
    await sleep(5);
    yield new Uint8Array(100_000);
  }
}

const cell = (name: string, code: string): Step => ({
  name,
  endsWith: ["worker"],
  begin: (session, signal) => running(session, code, signal),
});

const steps: readonly Step[] = [
  { name: "rest", begin: () => [] },
  cell("a silent cell", "import time\ntime.sleep(60)"),
  cell("a printing cell", "while True: print('x' * 999)"),
  cell("a pending tool call", "ask()"),
  {
    name: "the end of a cell, when a shadow is due",
    begin: async session => {
      await session.run("y = 1").result;
      return [];
    },
  },
  {
    name: "the making of a checkpoint",
    begin: async session => {
      await session.run("y = 1").result;
      return [session.checkpoints.create()];
    },
  },
  {
    name: "a restore",
    begin: async session => [session.checkpoints.restore((await session.checkpoints.create("kept")).id)],
  },
  { name: "a fork", begin: session => [session.fork().then(forked => forked.close())] },
  {
    name: "an upload",
    endsWith: ["clerk"],
    begin: async (session, signal) => {
      const written = session.files.write("up.bin", ReadableStream.from(slowly(10_000)), { signal });
      await sleep(30);
      return [written];
    },
  },
  {
    name: "a download",
    endsWith: ["clerk"],
    begin: async (session, signal) => {
      await session.files.write("down.bin", new Uint8Array(8 * mebibyte));
      const reader = session.files.readStream("down.bin", { signal }).getReader();
      await reader.read();
      return [readAll(reader)];
    },
  },
  {
    name: "a command with children",
    endsWith: ["clerk"],
    begin: async (session, signal) => {
      const result = session.shell.run("setsid sleep 61 & sleep 62", { timeoutMs: 60_000, signal });
      await sleep(30);
      return [result];
    },
  },
  {
    name: "variables that are read",
    begin: async session => {
      await session.run("big = bytes(900_000)").result;
      return [session.variables.get(["big"])];
    },
  },
  { name: "a close", begin: session => [session.close()] },
];

const allowed: Readonly<Record<Victim, readonly string[]>> = {
  worker: ["STATE_UNFORKABLE", "VARIABLE_INVALID", "ABORTED"],
  sleepers: ["STATE_UNFORKABLE", "CHECKPOINT_GONE", "ABORTED"],
  clerk: ["CLERK_LOST", "ABORTED"],
  supervisor: ["SESSION_LOST"],
};

async function readAll(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  for (let isDone = false; !isDone; ) {
    isDone = (await reader.read()).done;
    await sleep(50);
  }
}

/** The processes of a session by their part, as the system's own figures tell them apart. */
async function partsOf(session: Live): Promise<Readonly<Record<Victim, readonly number[]>>> {
  await session.files.stat(".");
  const found = await session.run("x = 1\nimport os\n[os.getppid(), os.getpid()]").result;
  const [supervisor = 0, worker = 0] = (found as unknown as { value: number[] }).value;
  await sleep(10);
  return { supervisor: [supervisor], worker: [worker], ...othersOf(supervisor) };
}

/** Sleepers are to be killed later than workers when memory runs out; the clerk is like any other process. */
function othersOf(supervisor: number): {
  readonly clerk: readonly number[];
  readonly sleepers: readonly number[];
} {
  const children = textOf(`/proc/${supervisor}/task/${supervisor}/children`).trim().split(" ");
  const withScore = (score: string) =>
    children.filter(pid => textOf(`/proc/${pid}/oom_score_adj`).trim() === score).map(Number);
  const own = textOf(`/proc/${supervisor}/oom_score_adj`).trim();
  return { sleepers: withScore("500"), clerk: withScore(own) };
}

const textOf = (path: string) => {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
};

const kill = (pid: number) => {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended.
  }
};

function bearers(mark: string): readonly string[] {
  const line = `TINYCODEAGENT_SANDBOX=${mark}`;
  return readdirSync("/proc").filter(
    name => /^\d+$/.test(name) && textOf(`/proc/${name}/environ`).includes(line),
  );
}

/** What was told of the state, by a cell's result or by the error of what waited. */
function toldOf(outcomes: readonly unknown[]): unknown {
  const [told] = outcomes.flatMap(outcome => {
    if (isCodeAgentError(outcome)) return [outcome.details.state];
    const { state } = (outcome ?? {}) as Partial<ExecutionResult>;
    return state === "kept" ? ["changed"] : [state];
  });
  return told;
}

/** The state is what was told: as the cell left it, as before it, or a new one. */
async function checkTruth(session: Live, outcomes: readonly unknown[]): Promise<void> {
  let told = toldOf(outcomes);
  const look = () => session.run("globals().get('x', 'none')").result;
  let seen = await look();
  if (seen.status === "crashed") {
    // Nobody had heard of its death yet.
    told = seen.state;
    seen = await look();
  }
  const value = told === "changed" ? 2 : told === "reset" ? "none" : 1;
  expect(seen, `after ${told}`).toMatchObject({ status: "completed", value, state: "kept" });
}

async function settle(pending: readonly Promise<unknown>[]): Promise<readonly unknown[]> {
  const late = sleep(settleMs, undefined, { ref: false }).then(() => "it hangs");
  return Promise.all(pending.map(promise => Promise.race([promise.catch((error: unknown) => error), late])));
}

async function killDuring({ begin, endsWith = [] }: Step, victim: Victim, delayMs: number): Promise<void> {
  const session = await openSession(local(), { tools: [waiting] });
  const mark = session.report.workdir.replace(/\/work$/, "");
  const parts = await partsOf(session);
  const [supervisor = 0] = parts.supervisor;
  const controller = new AbortController();
  const pending = await begin(session, controller.signal);
  if (delayMs) await sleep(delayMs);
  const targets = victim === "sleepers" ? othersOf(supervisor).sleepers : parts[victim];
  targets.forEach(kill);
  if (victim !== "supervisor" && !endsWith.includes(victim)) setTimeout(() => controller.abort(), 50);
  const outcomes = await settle(pending);
  for (const outcome of outcomes) {
    expect(outcome).not.toBe("it hangs");
    if (outcome instanceof Error)
      expect(allowed[victim], String(outcome)).toContain(isCodeAgentError(outcome) ? outcome.code : "");
  }
  if (victim === "supervisor") {
    const lost = { code: expect.stringMatching(/^SESSION_(LOST|CLOSED)$/) };
    await expect((async () => session.run("1").result)()).rejects.toMatchObject(lost);
  } else if (existsSync(mark)) await checkTruth(session, outcomes);
  await session.close();
  await expect.poll(() => bearers(mark), { timeout: 2_000 }).toEqual([]);
  expect(existsSync(mark)).toBe(false);
}

const strays: unknown[] = [];
const noteStray = (error: unknown) => void strays.push(error);
beforeAll(() => void process.on("unhandledRejection", noteStray));
afterAll(() => void process.off("unhandledRejection", noteStray));

describe.skipIf(process.platform !== "linux").each(steps)("kill -9 during $name", step => {
  it.each<Victim>(["worker", "sleepers", "clerk", "supervisor"])(
    "of the %s ends what waits, tells the state truly, and leaves nothing",
    async victim => {
      for (const delayMs of [0, 2]) await killDuring(step, victim, delayMs);
      expect(strays).toEqual([]);
    },
  );
});
