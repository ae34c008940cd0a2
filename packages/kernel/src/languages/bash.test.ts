import { spawnSync } from "node:child_process";
import { type ExecutionResult, openSession, type Session } from "@tinycodeagent/core";
import { local } from "@tinycodeagent/provider-local";
import { describe, expect, it } from "vitest";
import type { KernelSession } from "../session/kernel-session.ts";

const hasBash = spawnSync("bash", ["--version"]).status === 0;
const isLinux = process.platform === "linux";

function run(session: Session<KernelSession>, code: string, limits = {}): Promise<ExecutionResult> {
  return session.run({ code, language: "bash" }, { limits: { timeMs: 10_000, ...limits } }).result;
}

async function outputOf(session: Session<KernelSession>, code: string): Promise<string> {
  return (await run(session, code)).stdout;
}

describe.skipIf(!hasBash)(`bash${hasBash ? "" : " (skipped: there is no bash on this machine)"}`, () => {
  it("keeps variables, arrays, functions, exports, options and the working directory", async () => {
    await using session = await openSession(local());
    await run(
      session,
      "x=1; list=(a b); f() { echo f$1; }; export E=env; mkdir sub; cd sub; shopt -s nullglob",
    );
    expect(await outputOf(session, `echo $x \${list[1]} $(f 2) $(sh -c 'echo $E') \${PWD##*/} *.none`)).toBe(
      "1 b f2 env sub\n",
    );
  });

  it("the value is the status of the last command", async () => {
    await using session = await openSession(local());
    expect(await run(session, "true")).toMatchObject({ status: "completed", value: 0, repr: "0" });
    expect(await run(session, "(exit 7)")).toMatchObject({ status: "completed", value: 7, repr: "7" });
    expect(await run(session, "no-such-command")).toMatchObject({ value: 127 });
    expect(await run(session, "")).toMatchObject({ value: 0 });
  });

  it.each([
    ["a syntax error", "echo a\nif if", 2, "line 3: syntax error"],
    ["an open quote", 'echo "', 2, "unexpected EOF"],
    ["an unknown command", "\nno-such-command", 127, "line 2: no-such-command: command not found"],
  ])("%s is told on stderr, with its line", async (_, code, value, message) => {
    await using session = await openSession(local());
    const result = await run(session, code);
    expect(result).toMatchObject({ status: "completed", value });
    expect(result.stderr).toContain(message);
  });

  it.each([
    ["exit", "exit 3", 3],
    ["exit in a function", "f() { local here=1; exit 4; }; f; echo never", 4],
    ["exit in a loop", "while :; do exit 5; done", 5],
    ["set -e", "set -e; false; echo never", 1],
    ["set -u", "set -u; echo $nothing; echo never", 127],
    ["an error that ends a shell", `echo \${nothing:?}; echo never`, 127],
  ])("%s ends the cell and keeps the state, again and again", async (_, code, exitCode) => {
    await using session = await openSession(local());
    await run(session, "kept=1; f() { echo f; }; cd /");
    for (let round = 0; round < 3; round++) {
      const result = await run(session, code);
      expect(result).toMatchObject({ status: "exit", state: "kept", stdout: "" });
      // Bash itself says 127 for an unset variable, and 1 in a fork.
      expect([exitCode, exitCode % 126]).toContain(result.status === "exit" && result.exitCode);
      await run(session, "set +eu");
    }
    expect(await outputOf(session, "echo $kept $PWD")).toBe("1 /\n");
  });

  it.each(["continue", "break", "return 3", "exit & wait", "(exit 3) || true"])(
    "%s alone does no harm",
    async code => {
      await using session = await openSession(local());
      await run(session, "kept=1");
      expect(await run(session, code)).toMatchObject({ status: "completed" });
      expect(await outputOf(session, "echo $kept")).toBe("1\n");
    },
  );

  it("takes any text as code: quotes, other alphabets, more than a pipe holds", async () => {
    await using session = await openSession(local());
    expect(await outputOf(session, `echo "a'b" 'c"d' é 漢 😀 '$(x)'`)).toBe(`a'b c"d é 漢 😀 $(x)\n`);
    const long = "x".repeat(200_000);
    expect(await outputOf(session, `text=${long}; echo \${#text}`)).toBe("200000\n");
    expect(await run(session, "echo a\0b")).toMatchObject({
      status: "exception",
      exception: { name: "SyntaxError", message: expect.stringContaining("NUL") },
    });
    expect(await outputOf(session, `echo \${#text}`)).toBe("200000\n");
  });

  it("reads an empty stdin; a closed pipe ends a program quietly", async () => {
    await using session = await openSession(local());
    expect(await outputOf(session, "cat; read line; echo $?")).toBe("1\n");
    expect(await run(session, `yes | head -1; echo \${PIPESTATUS[*]}`)).toMatchObject({
      stdout: "y\n141 0\n",
      stderr: "",
    });
  });

  it.each([
    ["a command", "sleep 10; echo never"],
    ["a loop", "while :; do :; done"],
    ["a loop of commands in a function", "f() { while :; do sleep 1; done; }; f"],
    ["a wait for a job", "sleep 10 & wait; echo never"],
    ["a command in a substitution", "x=$(sleep 10); echo never"],
  ])("%s ends in time and keeps the state", async (_, code) => {
    await using session = await openSession(local());
    await run(session, "kept=1");
    for (let round = 0; round < 2; round++) {
      const startedMs = performance.now();
      const result = await run(session, code, { timeMs: 300 });
      expect(result).toMatchObject({ status: "timeout", state: "kept", stdout: "" });
      expect(performance.now() - startedMs).toBeLessThan(300 + 250 + 500);
    }
    expect(await outputOf(session, "echo $kept")).toBe("1\n");
  });

  it("what ignores interrupts is killed in time, and says so", async () => {
    await using session = await openSession(local());
    await run(session, "lost=1");
    const startedMs = performance.now();
    const result = await run(session, "trap '' INT; sleep 10", { timeMs: 300 });
    expect(result).toMatchObject({ status: "timeout", state: "reset" });
    expect(performance.now() - startedMs).toBeLessThan(300 + 250 + 500);
    expect(await outputOf(session, "echo [$lost]")).toBe("[]\n");
  });

  it("an abort ends a cell as its limit does", async () => {
    await using session = await openSession(local());
    await run(session, "kept=2");
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 200);
    const options = { signal: abort.signal };
    const result = await session.run({ code: "sleep 10", language: "bash" }, options).result;
    expect(result).toMatchObject({ status: "aborted", state: "kept" });
    expect(await outputOf(session, "echo $kept")).toBe("2\n");
  });

  it.each([
    ["a kill", "kill -9 $$", { signal: "SIGKILL" }],
    ["exec", "exec sh -c 'exit 6'", { exitCode: 6 }],
    ["an exit with a trap of its own", "trap 'echo bye' EXIT; exit 8", { exitCode: 8 }],
  ])("after %s the shell is a new one, and the result says why", async (_, code, why) => {
    await using session = await openSession(local());
    await run(session, "lost=1");
    expect(await run(session, code)).toMatchObject({
      status: "crashed",
      state: "reset",
      end: { ...why, protected: false, unprotectedReason: "bash has no shadow" },
    });
    expect(await outputOf(session, "echo [$lost]")).toBe("[]\n");
  });

  it("output beyond its limit is cut, and counted", async () => {
    await using session = await openSession(local());
    const result = await run(session, "seq 1 300000", { outputBytes: 10_000, spillBytes: 0 });
    expect(result).toMatchObject({ status: "completed", truncated: { totalBytes: 1_988_895 } });
  });

  it.skipIf(!isLinux)("closing leaves no job in the background", async () => {
    const session = await openSession(local());
    await run(session, "exit 1");
    const pid = (await outputOf(session, "sleep 1000 & (setsid sleep 1000 & echo $!)")).trim();
    const child = (await outputOf(session, "jobs -p")).trim();
    for (const each of [pid, child]) process.kill(Number(each), 0);
    await session.close();
    for (const each of [pid, child]) expect(() => process.kill(Number(each), 0)).toThrow("ESRCH");
  });
});
