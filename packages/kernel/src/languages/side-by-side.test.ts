import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import {
  type Language,
  openSession,
  type Sandbox,
  type SandboxLauncher,
  type Session,
} from "@tinycodeagent/core";
import { local, localLauncher } from "@tinycodeagent/provider-local";
import { describe, expect, it } from "vitest";
import { processProvider } from "../provider/process-provider.ts";
import type { KernelSession } from "../session/kernel-session.ts";

const python = execFileSync("python3", ["-c", "import sys; print(sys.executable)"], {
  encoding: "utf8",
}).trim();
const isLinux = process.platform === "linux";

async function answerOf(session: Session<KernelSession>, language: Language, code: string, timeMs = 10_000) {
  const result = await session.run({ code, language }, { limits: { timeMs } }).result;
  return result.status === "completed" && "value" in result ? result.value : result;
}

describe("languages side by side in one session", () => {
  it("have state of their own and share the working directory's files", async () => {
    await using session = await openSession(local());
    expect(session.capabilities.languages).toEqual(["python", "javascript", "bash"]);
    for (let round = 0; round < 3; round++) {
      await answerOf(session, "bash", `x=${round}; echo ${round} > shared.txt`);
      await answerOf(session, "javascript", `const x = ${round} + 100`);
      await answerOf(session, "python", `x = ${round} + 200`);
      const read = "require('node:fs').readFileSync('shared.txt', 'utf8').trim()";
      expect(await answerOf(session, "javascript", `[x, ${read}]`)).toEqual([100 + round, String(round)]);
      expect(await answerOf(session, "python", "[x, open('shared.txt').read().strip()]")).toEqual([
        200 + round,
        String(round),
      ]);
      expect(await answerOf(session, "bash", `[ $x = ${round} ]`)).toBe(0);
    }
  });

  it("the death of one touches no other", async () => {
    await using session = await openSession(local());
    const keep = async () => {
      await answerOf(session, "python", "x = 1");
      await answerOf(session, "javascript", "var x = 2");
      await answerOf(session, "bash", "x=3");
    };
    await keep();
    expect(await answerOf(session, "javascript", "process.abort()")).toMatchObject({ state: "reset" });
    expect(await answerOf(session, "python", "x")).toBe(1);
    expect(await answerOf(session, "bash", "[ $x = 3 ]")).toBe(0);
    await keep();
    const died = await answerOf(session, "python", "import os\nos._exit(1)");
    expect(died).toMatchObject({ state: isLinux ? "restored" : "reset" });
    expect(await answerOf(session, "javascript", "x")).toBe(2);
    expect(await answerOf(session, "bash", "[ $x = 3 ]")).toBe(0);
  });

  it.skipIf(!isLinux)("those of a fork are its own, and end with it", async () => {
    await using session = await openSession(local());
    const supervisor = Number(await answerOf(session, "python", "import os\nos.getppid()"));
    await answerOf(session, "bash", "x=1");
    const children = () =>
      readFileSync(`/proc/${supervisor}/task/${supervisor}/children`, "utf8").trim().split(" ");
    const forked = await session.fork();
    const before = children();
    for (const language of ["javascript", "bash"] as const)
      expect(await answerOf(forked, language, language === "bash" ? "[ -z $x ]" : "0")).toBe(0);
    expect(children().length).toBeGreaterThanOrEqual(before.length + 2);
    await forked.close();
    await expect.poll(() => children().filter(pid => !before.includes(pid))).toEqual([]);
    expect(await answerOf(session, "bash", "[ $x = 1 ]")).toBe(0);
  });

  it("run one cell at a time", async () => {
    await using session = await openSession(local());
    const running = session.run({ code: "sleep 1", language: "bash" });
    expect(() => session.run({ code: "1", language: "javascript" })).toThrow(
      expect.objectContaining({ code: "SESSION_BUSY" }),
    );
    await running.result;
  });

  it.skipIf(!isLinux)("closing leaves none of their processes", async () => {
    const session = await openSession(local());
    const pids = [
      await answerOf(session, "python", "import os\nos.getpid()"),
      await answerOf(session, "javascript", "process.pid"),
      Number((await session.run({ code: "echo $$", language: "bash" }).result).stdout),
    ];
    for (const pid of pids) process.kill(Number(pid), 0);
    await session.close();
    for (const pid of pids) expect(() => process.kill(Number(pid), 0)).toThrow("ESRCH");
  });

  it("a language whose program is not there is refused, and not named", async () => {
    const launcher = localLauncher();
    const withoutPrograms: SandboxLauncher = {
      ...launcher,
      async open(request) {
        const sandbox = await launcher.open(request);
        const spawn: Sandbox["spawn"] = (argv, options) =>
          sandbox.spawn(argv, { ...options, env: { PATH: sandbox.workdir } });
        return { ...sandbox, python: [python], spawn };
      },
    };
    const provider = processProvider(withoutPrograms);
    expect(provider.capabilities.languages).toEqual(["python", "javascript", "bash"]);
    await using session = await openSession(provider);
    expect(session.capabilities.languages).toEqual(["python"]);
    const refusal = expect.objectContaining({ code: "LANGUAGE_UNSUPPORTED" });
    expect(() => session.run({ code: "1", language: "javascript" })).toThrow(refusal);
    const raw = await provider.openSession({ policy: {}, tools: [], preload: [] });
    const limits = { timeMs: 1000, outputBytes: 1000, spillBytes: 0 };
    const callTool = () => Promise.reject(new Error("never called"));
    const context = { signal: new AbortController().signal, limits, callTool };
    const events = raw.execute({ code: "1", language: "bash" }, context)[Symbol.asyncIterator]();
    await expect(events.next()).rejects.toEqual(refusal);
    await raw.close();
  });

  it("the state of Python is protected, that of the others is not, and says so", async () => {
    await using session = await openSession(local());
    const end = async (language: Language) => (await session.run({ code: "1", language }).result).end;
    expect(await end("javascript")).toMatchObject({
      protected: false,
      unprotectedReason: "javascript has no shadow",
    });
    expect(await end("bash")).toMatchObject({ protected: false, unprotectedReason: "bash has no shadow" });
    if (isLinux) expect(await end("python")).toMatchObject({ protected: true });
  });
});
