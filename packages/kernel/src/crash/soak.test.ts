import { readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { defineTool, jsonSchema, openSession, type Session } from "@tinycodeagent/core";
import { local } from "@tinycodeagent/provider-local";
import { describe, expect, it } from "vitest";
import type { KernelSession } from "../session/kernel-session.ts";

type Live = Session<KernelSession>;

/** Full sizes at a scale of 30. */
const share = Math.min(Number(process.env.TINYCODEAGENT_SCALE ?? 1) / 30, 1);
const sizes = { cells: 10_000, sessions: 1_000, forks: 300, checkpoints: 1_000 };
const countOf = (name: keyof typeof sizes) => Math.ceil(sizes[name] * share);
const timeoutMs = 30_000 + share * 1_800_000;
const mebibyte = 1024 ** 2;

const double = defineTool({
  name: "double",
  description: "Doubles n.",
  input: jsonSchema<{ readonly n: number }>({
    type: "object",
    properties: { n: { type: "number" } },
    required: ["n"],
  }),
  execute: ({ n }) => n * 2,
});

const valueIn = async (session: Live, code: string): Promise<unknown> => {
  const result = await session.run(code).result;
  return result.status === "completed" ? result.value : result.status;
};

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

function heapBytes(): number {
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

const filesOf = (pid: number | "self") => readdirSync(`/proc/${pid}/fd`).length;
const anonymousBytes = (pid: number) =>
  Number(/Pss_Anon:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1]) * 1024;
const childrenOf = (pid: number) =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean).length;

/** What a supervisor holds; its own memory can be read by few. */
function holdings(pid: number): {
  readonly files: number;
  readonly bytes: number;
  readonly children: number;
} {
  try {
    return { files: filesOf(pid), bytes: anonymousBytes(pid), children: childrenOf(pid) };
  } catch {
    return { files: 0, bytes: 0, children: childrenOf(pid) };
  }
}

/** Says what was seen when it is asked to by the environment. */
function tell(what: string, figures: unknown): void {
  if (process.env.TINYCODEAGENT_FIGURES) process.stdout.write(`${what} ${JSON.stringify(figures)}\n`);
}

const kinds: readonly ((n: number) => readonly [code: string, expected: unknown])[] = [
  n => [`x = ${n}\nx + 1`, n + 1],
  n => [`print("x" * ${(n % 50) * 100})`, undefined],
  () => ["1 / 0", "exception"],
  n => [`double(${n})`, n * 2],
  n => [`import json\njson.loads(json.dumps([${n}]))`, [n]],
];

async function manyCells(session: Live, count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    const [code, expected] =
      n % 100 === 99 ? ["import os\nos._exit(1)", "crashed"] : (kinds[n % kinds.length]?.(n) ?? ["1", 1]);
    expect(await valueIn(session, code)).toEqual(expected);
  }
}

describe.skipIf(process.platform !== "linux")("after much work nothing has grown", () => {
  it(
    "in one session of many cells, with exceptions, output, tool calls and crashes",
    async () => {
      await using session = await openSession(local(), { tools: [double] });
      await manyCells(session, 200);
      const supervisor = Number(await valueIn(session, "import os\nos.getppid()"));
      await new Promise(resolve => setTimeout(resolve, 50));
      const before = { ...holdings(supervisor), heap: heapBytes(), own: filesOf("self") };
      const startedMs = performance.now();
      await manyCells(session, countOf("cells"));
      const tookMs = performance.now() - startedMs;
      await new Promise(resolve => setTimeout(resolve, 50));
      const after = { ...holdings(supervisor), heap: heapBytes(), own: filesOf("self") };
      tell("cells", { count: countOf("cells"), tookMs, before, after });
      expect(after.files).toBeLessThanOrEqual(before.files + 2);
      expect(after.children).toBeLessThanOrEqual(before.children + 1);
      expect(after.own).toBeLessThanOrEqual(before.own + 2);
      expect(after.bytes - before.bytes).toBeLessThan(2 * mebibyte);
      expect(after.heap - before.heap).toBeLessThan(8 * mebibyte);
    },
    timeoutMs,
  );

  it(
    "in the host, of many sessions that were opened and closed",
    async () => {
      const cycle = async () => {
        await using session = await openSession(local());
        expect(await valueIn(session, "1 + 1")).toBe(2);
      };
      for (let n = 0; n < 5; n++) await cycle();
      const folders = () =>
        readdirSync(tmpdir()).filter(name => name.includes(`-${process.pid.toString(36)}-`));
      const before = { heap: heapBytes(), own: filesOf("self"), folders: folders().length };
      const startedMs = performance.now();
      for (let n = 0; n < countOf("sessions"); n++) await cycle();
      const tookMs = performance.now() - startedMs;
      const after = { heap: heapBytes(), own: filesOf("self"), folders: folders().length };
      tell("sessions", { count: countOf("sessions"), tookMs, before, after });
      expect(after.folders).toBe(before.folders);
      expect(after.own).toBeLessThanOrEqual(before.own + 2);
      expect(childrenOf(process.pid)).toBeLessThanOrEqual(2);
      expect(after.heap - before.heap).toBeLessThan(8 * mebibyte);
    },
    timeoutMs,
  );

  it(
    "in one place, of many forks and checkpoints",
    async () => {
      await using session = await openSession(local(), { tools: [double] });
      const supervisor = Number(await valueIn(session, "x = 0\nimport os\nos.getppid()"));
      const forkOnce = async (n: number) => {
        await using forked = await session.fork();
        expect(await valueIn(forked, `x + double(${n})`)).toBe(n * 2);
      };
      const checkpointOnce = async () => {
        const { id } = await session.checkpoints.create();
        expect(await valueIn(session, "x = 1\nx")).toBe(1);
        await session.checkpoints.restore(id);
        expect(await valueIn(session, "x")).toBe(0);
        await session.checkpoints.drop(id);
      };
      for (let n = 0; n < 5; n++) await forkOnce(n).then(checkpointOnce);
      await new Promise(resolve => setTimeout(resolve, 100));
      const before = { ...holdings(supervisor), heap: heapBytes() };
      const startedMs = performance.now();
      for (let n = 0; n < countOf("forks"); n++) await forkOnce(n);
      for (let n = 0; n < countOf("checkpoints"); n++) await checkpointOnce();
      const tookMs = performance.now() - startedMs;
      await expect.poll(() => childrenOf(supervisor), { timeout: 3_000 }).toBeLessThanOrEqual(2);
      const after = { ...holdings(supervisor), heap: heapBytes() };
      const { forks, checkpoints } = { forks: countOf("forks"), checkpoints: countOf("checkpoints") };
      tell("copies", { forks, checkpoints, tookMs, before, after });
      expect(after.files).toBeLessThanOrEqual(before.files + 2);
      expect(after.bytes - before.bytes).toBeLessThan(2 * mebibyte);
      expect(after.heap - before.heap).toBeLessThan(8 * mebibyte);
    },
    timeoutMs,
  );
});
