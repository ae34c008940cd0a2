import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Capabilities, type EndEvent, openSession } from "@tinycodeagent/core";
import { local } from "@tinycodeagent/provider-local";
import { describe, expect, it } from "vitest";
import { LawBroken } from "../conformance/assertions.ts";
import { withEachEvent, withEvents } from "../conformance/broken/break-provider.ts";
import { everydayHostile, hostileCorpus } from "./hostile-corpus.ts";
import { crashed, type HostileNeed, type HostileProgram, interrupted } from "./hostile-program.ts";
import { runHostile } from "./run-hostile.ts";
import { whyNot } from "./why-not.ts";

const place = (over: Partial<Capabilities>): Capabilities => ({ ...local().capabilities, ...over });
const busy: HostileProgram = { name: "busy", code: "while True: pass", ...interrupted };
const leaving: HostileProgram = { name: "leaving", code: "import os\nos._exit(1)", ...crashed };
const harmful = hostileCorpus.filter(({ needs }) => needs !== undefined);

describe("the corpus", () => {
  it("has at least 45 programs, each with a name of its own", () => {
    expect(hostileCorpus.length).toBeGreaterThanOrEqual(45);
    expect(new Set(hostileCorpus.map(({ name }) => name)).size).toBe(hostileCorpus.length);
  });

  it("says of each how it may end, and nothing that contradicts itself", () => {
    for (const { name, ends, fate, silentMs } of hostileCorpus) {
      expect(fate.length, name).toBeGreaterThan(0);
      expect(ends.length === 0, name).toBe(fate.length === 1 && fate[0] === "lost");
      expect(silentMs === undefined || fate.includes("lost"), name).toBe(true);
    }
  });

  it("has an everyday choice of programs that must be stopped", () => {
    expect(everydayHostile.length).toBe(13);
    for (const { ends } of everydayHostile) expect(ends).toEqual(["timeout"]);
  });

  it("names the need of every program that would harm the machine", () => {
    const isHarmful = ({ code }: HostileProgram) =>
      /kill\(\s*-1|killpg\(\s*1|while True:[^a-z]*(try:)?\s*os\.fork|\/dev\/(mem|sd|vd)|rm -rf|reboot/.test(
        code,
      );
    expect(hostileCorpus.filter(isHarmful).map(({ needs }) => needs)).toEqual([
      "pids-limit",
      "pid-namespace",
    ]);
    expect(harmful.length).toBe(2);
  });

  it("leaves harmful programs disarmed: they begin by looking for what only the runner sets", () => {
    for (const { code, needs } of harmful)
      expect(code.split("\n")[0]).toBe(
        `if globals().get("armed") != "${needs}": raise SystemExit("disarmed")`,
      );
  });
});

describe("a program that needs a place of its own", () => {
  it("may run there, and nowhere else", () => {
    const allowed = (needs: HostileNeed, over: Partial<Capabilities>) =>
      whyNot({ ...busy, needs }, place(over)) === undefined;
    for (const isolation of ["none", "process", "os"] as const)
      for (const needs of ["pid-namespace", "pids-limit"] as const)
        expect(allowed(needs, { isolation, enforces: ["time", "processes"] }), isolation).toBe(false);
    for (const isolation of ["container", "vm"] as const) {
      expect(allowed("pid-namespace", { isolation, enforces: [] })).toBe(true);
      expect(allowed("pids-limit", { isolation, enforces: ["time"] })).toBe(false);
      expect(allowed("pids-limit", { isolation, enforces: ["processes"] })).toBe(true);
    }
  });

  it("does not run where its need is not known", () => {
    const needs: string = "toString";
    const unknown = { ...busy, needs: needs as HostileNeed };
    expect(whyNot(unknown, place({ isolation: "vm", enforces: ["processes"] }))).toContain("toString");
  });

  it.each(["pid-namespace", "pids-limit"] as const)(
    "%s is skipped on local, and nothing of it runs",
    async needs => {
      const path = mkdtempSync(join(tmpdir(), "tinycodeagent-hostile-"));
      const program: HostileProgram = {
        ...busy,
        name: "needy",
        earlier: "open('earlier', 'w').close()",
        code: "open('ran', 'w').close()",
        needs,
      };
      const ask: object[] = [];
      const outcome = await runHostile(program, ({ policy }) => {
        ask.push(policy?.limits ?? {});
        return openSession(local(), { policy: { workspace: { path } } });
      });
      expect(outcome).toEqual({ name: "needy", skipped: expect.stringContaining(`needs a ${needs}`) });
      expect(ask).toEqual([needs === "pids-limit" ? { processes: 64 } : {}]);
      expect([existsSync(join(path, "earlier")), existsSync(join(path, "ran"))]).toEqual([false, false]);
      rmSync(path, { recursive: true });
    },
  );
});

it("no harmful program runs on local, whoever asks the runner for it", async () => {
  for (const program of harmful) {
    const outcome = await runHostile({ ...program, code: "raise" }, options => openSession(local(), options));
    expect(outcome).toEqual({
      name: program.name,
      skipped: expect.stringContaining(`needs a ${program.needs}`),
    });
  }
});

describe.skipIf(process.platform !== "linux")("the runner", () => {
  const onEnd = (change: (end: EndEvent) => EndEvent) =>
    withEachEvent(event => (event.type === "end" ? change(event) : event));

  it("tells how a program was held", async () => {
    const outcome = await runHostile(busy, options => openSession(local(), options));
    expect(outcome).toMatchObject({ name: "busy", end: "timeout", state: "kept", protected: true });
    expect(outcome.overMs).toBeGreaterThanOrEqual(0);
  });

  it.each([
    ["a state that is said to be kept and is not", leaving, ["kept"], { state: "kept" }],
    ["a state that is said to be restored and is not", busy, ["restored"], { state: "restored" }],
    ["a state that is said to be reset and is not", leaving, ["reset"], { state: "reset", protected: false }],
    ["a fate that is not allowed", leaving, ["kept"], {}],
    ["an end that is not allowed", { ...leaving, ends: ["timeout"] }, ["restored"], {}],
    ["an undone cell that is called unprotected", leaving, ["restored"], { protected: false }],
    ["a lost state that is called protected", leaving, ["reset"], { state: "reset" }],
    ["no reason for a missing protection", busy, ["kept"], { protected: false }],
  ] as const)("finds %s", async (_, program, fate, change) => {
    const lying = onEnd(end => ({ ...end, ...change }))(local());
    await expect(runHostile({ ...program, fate }, options => openSession(lying, options))).rejects.toThrow(
      LawBroken,
    );
  });

  it("finds a limit that is held late", async () => {
    const late = withEvents(async function* (events) {
      for await (const event of events) {
        if (event.type === "end" && event.reason === "timeout")
          await new Promise(resolve => setTimeout(resolve, 600));
        yield event;
      }
    })(local());
    await expect(runHostile(busy, options => openSession(late, options), { slackMs: 0 })).rejects.toThrow(
      /control within 150 \+ 250 ms/,
    );
  });

  it("finds a process that outlives its session", async () => {
    const leftBehind = async (pid: number) => process.kill(pid, "SIGKILL");
    const pids: number[] = [];
    const staying: HostileProgram = {
      name: "staying",
      code: "import subprocess\nsubprocess.Popen(['sleep', '60']).pid",
      limits: { timeMs: 5_000 },
      ends: ["completed"],
      fate: ["kept"],
    };
    const open: Parameters<typeof runHostile>[1] = async options => {
      const session = await openSession(local(), options);
      // Closes, and starts with the same mark what the session should have taken along.
      const close = async () => {
        await session.close();
        const { spawn } = await import("node:child_process");
        const { pid } = spawn("sleep", ["60"], { env: { ...process.env, ...options.policy?.env } });
        if (pid !== undefined) pids.push(pid);
      };
      return { ...session, close };
    };
    await expect(runHostile(staying, open)).rejects.toThrow(/processes that are left/);
    await Promise.all(pids.map(leftBehind));
  });
});
