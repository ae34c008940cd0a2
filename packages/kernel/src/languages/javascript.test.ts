import { spawnSync } from "node:child_process";
import { defineTool, type ExecutionResult, jsonSchema, openSession, type Session } from "@tinycodeagent/core";
import { local } from "@tinycodeagent/provider-local";
import { describe, expect, it } from "vitest";
import type { KernelSession } from "../session/kernel-session.ts";

const hasNode = spawnSync("node", ["--version"]).status === 0;
const isLinux = process.platform === "linux";

const double = defineTool({
  name: "double",
  description: "Doubles n.",
  input: jsonSchema<{ readonly n: number; readonly afterMs?: number }>({
    type: "object",
    properties: { afterMs: { type: "number" }, n: { type: "number" } },
    required: ["n"],
  }),
  execute: async ({ n, afterMs = 0 }) => {
    if (n < 0) throw new Error("n is below zero");
    await new Promise(resolve => setTimeout(resolve, afterMs));
    return n * 2;
  },
});

const open = () => openSession(local(), { tools: [double] });

function run(session: Session<KernelSession>, code: string, limits = {}): Promise<ExecutionResult> {
  return session.run({ code, language: "javascript" }, { limits: { timeMs: 10_000, ...limits } }).result;
}

async function answerOf(session: Session<KernelSession>, code: string): Promise<unknown> {
  const result = await run(session, code);
  return result.status === "completed" && "value" in result ? result.value : result;
}

describe.skipIf(!hasNode)(
  `JavaScript${hasNode ? "" : " (skipped: there is no node on this machine)"}`,
  () => {
    it("keeps const, let, class, var and functions, and takes them anew", async () => {
      await using session = await open();
      await run(
        session,
        "const a = 1; let b = [2]; class C { c = 3 } var d = 4; function e() { return a + 4 }",
      );
      expect(await answerOf(session, "[a, b[0], new C().c, d, e()]")).toEqual([1, 2, 3, 4, 5]);
      await run(session, "const a = 10; class C { c = 30 }; const { x, ...rest } = { x: 1, y: 2 }");
      expect(await answerOf(session, "[a, new C().c, e(), rest]")).toEqual([10, 30, 14, { y: 2 }]);
    });

    it("takes names that everyone knows, too", async () => {
      await using session = await open();
      await run(
        session,
        "const JSON = 1, Buffer = 2, Promise = 3, Object = 4; class Map {}; var process = null",
      );
      expect(await answerOf(session, "[JSON, Buffer, await double(5), { a: typeof process }]")).toEqual([
        1,
        2,
        10,
        { a: "object" },
      ]);
      expect(await run(session, "null.x")).toMatchObject({ exception: { name: "TypeError" } });
    });

    it("awaits at the top level, and what it declares there stays", async () => {
      await using session = await open();
      await run(session, "const late = await new Promise(resolve => setTimeout(() => resolve(7), 20))");
      expect(await answerOf(session, "late")).toBe(7);
    });

    it.each([
      ["1 + 1", { value: 2, repr: "2" }],
      ["({ a: [1, null, 'x'] })", { value: { a: [1, null, "x"] }, repr: "{ a: [ 1, null, 'x' ] }" }],
      ["null", { value: null, repr: "null" }],
      ["new Map([[1, 2]])", { repr: "Map(1) { 1 => 2 }" }],
      ["[1, , 2]", { repr: "[ 1, <1 empty item>, 2 ]" }],
      ["({ a: undefined })", { repr: "{ a: undefined }" }],
      ["NaN", { repr: "NaN" }],
      ["10n", { repr: "10n" }],
      ["({ get a() { throw new Error() } })", { repr: "{ a: [Getter] }" }],
      ["({ then(go) { go(1) } })", { repr: "{ then: [Function: then] }" }],
    ])("the value of %s is JSON when it is JSON, and text always", async (code, expected) => {
      await using session = await open();
      const { status, value, repr } = (await run(session, code)) as {
        status: string;
        value?: unknown;
        repr?: string;
      };
      expect({ status, ...(value !== undefined && { value }), repr }).toEqual({
        status: "completed",
        ...expected,
      });
    });

    it("large and deep values are told by a bounded text only", async () => {
      await using session = await open();
      const large = await run(session, "'x'.repeat(2_000_000)");
      expect(large).not.toHaveProperty("value");
      expect((large as { repr: string }).repr.length).toBeLessThan(66_000);
      const deep = await run(session, "let deep = []; for (let i = 0; i < 5000; i++) deep = [deep]; deep");
      expect(deep).toMatchObject({ status: "completed" });
      expect(deep).not.toHaveProperty("value");
      expect(await answerOf(session, "'y'.repeat(1_000_000).length")).toBe(1_000_000);
      expect(await answerOf(session, "'y'.repeat(900_000)")).toBe("y".repeat(900_000));
    });

    it("an exception has its name, message and the user's frames", async () => {
      await using session = await open();
      const result = await run(session, "const one = 1;\nfunction f() {\n  return null.x;\n}\nf()");
      expect(result).toMatchObject({
        status: "exception",
        state: "kept",
        exception: {
          name: "TypeError",
          message: "Cannot read properties of null (reading 'x')",
          traceback:
            "<cell 1>:3\n    return null.x;\n\nTypeError: Cannot read properties of null (reading 'x')\n    at f (<cell 1>:3:15)\n    at <cell 1>:5:1",
        },
      });
      const wrong = await run(session, "1\n\nlet y = ;");
      expect(wrong).toMatchObject({
        exception: {
          name: "SyntaxError",
          traceback: "<cell 2>:3\n    let y = ;\n\nSyntaxError: Unexpected token ';'",
        },
      });
      expect(await run(session, "throw { a: 1 }")).toMatchObject({
        exception: { name: "Uncaught", message: "{ a: 1 }" },
      });
      expect(await answerOf(session, "one")).toBe(1);
    });

    it("writes to both streams; errors that nobody caught show on stderr and end nothing", async () => {
      await using session = await open();
      const code = `
      console.log("out"); process.stdout.write("é\\n"); console.error("err");
      setTimeout(() => { throw new Error("late") }, 1);
      Promise.reject(new TypeError("nobody"));
      await new Promise(resolve => setTimeout(resolve, 50));`;
      const result = await run(session, code);
      expect(result).toMatchObject({ status: "completed", stdout: "out\né\n" });
      expect(result.stderr).toContain("err\n");
      expect(result.stderr).toContain("Error: late\n    at");
      expect(result.stderr).toContain("TypeError: nobody\n    at <cell 1>:4");
    });

    it("imports and requires from the working directory, in every form", async () => {
      await using session = await open();
      await session.files.write("plain.cjs", "module.exports = 1");
      await session.files.write(
        "own.mjs",
        "export default 2; export const named = 3; export const other = 4",
      );
      const code = `
      import own, { named, other as alias } from "./own.mjs"
      import * as path from "node:path"
      import "node:os"
      const text = "import('x')" + \`\${typeof import("node:fs")} import("y")\`; // import("z")
      [require("./plain.cjs"), own, named, alias, (await import("./own.mjs")).named, path.sep, text]`;
      expect(await answerOf(session, code)).toEqual([1, 2, 3, 4, 3, "/", "import('x')object import(\"y\")"]);
      expect(await run(session, "await import('nowhere')")).toMatchObject({
        exception: {
          message: expect.stringContaining("nowhere"),
          traceback: expect.not.stringContaining("node:internal"),
        },
      });
    });

    it("process.exit ends the cell and keeps the state, wherever it is called", async () => {
      await using session = await open();
      const here = await run(session, "const kept = 1; process.exit(3); kept.never");
      expect(here).toMatchObject({ status: "exit", exitCode: 3, state: "kept", stderr: "" });
      const there = await run(session, "setTimeout(() => process.exit(), 5); await new Promise(() => {})");
      expect(there).toMatchObject({ status: "exit", exitCode: 0, state: "kept", stderr: "" });
      expect(await answerOf(session, "kept")).toBe(1);
    });

    it("shows rich values by their MIME types, and others as text", async () => {
      await using session = await open();
      const code = `display({ "text/html": "<b>", "image/png": new Uint8Array([1, 2]), "application/json": [1] }); display([1])`;
      expect((await run(session, code)).displays).toEqual([
        { "text/html": "<b>", "image/png": new Uint8Array([1, 2]), "application/json": "[1]" },
        { "text/plain": "[ 1 ]" },
      ]);
    });

    it("calls tools with an object or in the schema's order, fifty at once", async () => {
      await using session = await open();
      expect(
        await answerOf(session, "[await double(2), await double({ n: 3 }), await double(4, 1)]"),
      ).toEqual([4, 6, 8]);
      const many = "await Promise.all(Array.from({ length: 50 }, (_, n) => double(n, 20)))";
      expect(await answerOf(session, many)).toEqual(Array.from({ length: 50 }, (_, n) => n * 2));
    });

    it("a tool that fails throws a ToolError in the line that called", async () => {
      await using session = await open();
      const caught =
        "try { await double(-1) } catch (error) { [error instanceof ToolError, error.kind, error.message] }";
      expect(await answerOf(session, caught)).toEqual([true, "failed", "n is below zero"]);
      const result = await run(session, "\nawait double('x')");
      expect(result).toMatchObject({ exception: { name: "ToolError" } });
      expect(result).toMatchObject({
        exception: { traceback: expect.stringContaining("at async <cell 2>:2:1") },
      });
      expect(await run(session, "await double({ m: 1 })")).toMatchObject({
        exception: {
          name: "TypeError",
          message: 'double() got an unexpected member "m"; it takes n, afterMs',
        },
      });
    });

    it("a call that its cell did not wait for is rejected when the cell ends", async () => {
      await using session = await open();
      await run(session, "let seen; double(1, 5000).catch(error => { seen = [error.name, error.kind] }); 1");
      expect(await answerOf(session, "seen")).toEqual(["ToolError", "cancelled"]);
      const interrupted = await run(session, "for (;;) await double(1, 20)", { timeMs: 300 });
      expect(interrupted.status).toBe("timeout");
      expect(await run(session, "await new Promise(resolve => setTimeout(resolve, 100)); 2")).toMatchObject({
        value: 2,
        stderr: "",
      });
    });

    it("the clock stands still while the program only waits for a tool, and goes on when it does not", async () => {
      await using session = await open();
      expect(await run(session, "await double(2, 900)", { timeMs: 400 })).toMatchObject({ value: 4 });
      const busy = "setInterval(() => {}, 5); await double(2, 5000)";
      expect(await run(session, busy, { timeMs: 400 })).toMatchObject({ status: "timeout", state: "kept" });
    });

    it.each([
      ["a loop", "for (;;);"],
      ["a loop after an await", "await null; for (;;);"],
      ["a loop after a tool call", "await double(1); for (;;);"],
      ["a wait for nothing", "await new Promise(() => {})"],
      [
        "a value that never comes to its text",
        "({ [Symbol.for('nodejs.util.inspect.custom')]() { for (;;); } })",
      ],
      ["a catch around a loop", "for (;;) try { for (;;); } catch {}"],
    ])("%s ends in time and keeps the state", async (_, code) => {
      await using session = await open();
      await run(session, "const kept = 1");
      const startedMs = performance.now();
      expect(await run(session, code, { timeMs: 300 })).toMatchObject({ status: "timeout", state: "kept" });
      expect(performance.now() - startedMs).toBeLessThan(300 + 250 + 500);
      expect(await answerOf(session, "kept")).toBe(1);
    });

    it("what an interrupt cannot reach is killed in time, and says so", async () => {
      await using session = await open();
      await run(session, "const lost = 1");
      const startedMs = performance.now();
      const result = await run(session, "await new Promise(go => setTimeout(go, 1)); for (;;);", {
        timeMs: 300,
      });
      expect(result).toMatchObject({ status: "timeout", state: "reset" });
      expect(performance.now() - startedMs).toBeLessThan(300 + 250 + 500);
      expect(await answerOf(session, "typeof lost")).toBe("undefined");
    });

    it("an abort ends a cell as its limit does", async () => {
      await using session = await open();
      await run(session, "kept = 2");
      const abort = new AbortController();
      setTimeout(() => abort.abort(), 200);
      const options = { signal: abort.signal };
      const result = await session.run({ code: "for (;;);", language: "javascript" }, options).result;
      expect(result).toMatchObject({ status: "aborted", state: "kept" });
      expect(await answerOf(session, "kept")).toBe(2);
    });

    it.each([
      ["an abort", "process.abort()", { signal: "SIGABRT" }],
      ["a kill", "process.kill(process.pid, 'SIGKILL')", { signal: "SIGKILL" }],
      ["a real exit", "process.reallyExit(9)", { exitCode: 9 }],
    ])("after %s the interpreter is a new one, and the result says why", async (_, code, why) => {
      await using session = await open();
      await run(session, "const lost = 1");
      const result = await run(session, `console.log("so far"); ${code}`);
      expect(result).toMatchObject({
        status: "crashed",
        state: "reset",
        stdout: "so far\n",
        end: { ...why, protected: false, unprotectedReason: "javascript has no shadow" },
      });
      expect(await answerOf(session, "typeof lost")).toBe("undefined");
    });

    it("more heap than the limit of memory ends the interpreter, not the session", async () => {
      await using session = await openSession(local(), {
        policy: { limits: { memoryBytes: 200 * 2 ** 20 } },
      });
      const result = await run(session, "const all = []; for (;;) all.push({ n: all.length })");
      expect(result.state).toBe("reset");
      // Node gives up by itself, or its memory is seen first.
      expect(["crashed", "memory"]).toContain(result.status);
      expect(await answerOf(session, "1")).toBe(1);
    });

    it("output beyond its limit is cut, and counted", async () => {
      await using session = await open();
      const code = "for (let i = 0; i < 20000; i++) console.log('0123456789'.repeat(10))";
      const result = await run(session, code, { outputBytes: 10_000, spillBytes: 0 });
      expect(result.status).toBe("completed");
      expect(result.truncated).toMatchObject({ totalBytes: 20_000 * 101 });
      expect(result.stdout.length).toBeLessThan(40_000);
    });

    it("reads an empty stdin, and leaves its socket to none of its children", async () => {
      await using session = await open();
      expect(await answerOf(session, "require('fs').readFileSync(0, 'utf8')")).toBe("");
      if (!isLinux) return;
      const listed = "require('child_process').execSync('ls /proc/self/fd', { encoding: 'utf8' })";
      expect(await answerOf(session, listed)).toBe("0\n1\n2\n3\n");
    });

    it("many small cells do not grow its memory", async () => {
      await using session = await open();
      const heap = "gc?.(); process.memoryUsage().heapUsed";
      await run(
        session,
        "require('v8').setFlagsFromString('--expose-gc'); globalThis.gc = require('vm').runInNewContext('gc')",
      );
      const cell = "console.log(new Array(100_000).fill({})); new Array(100_000).fill(1.5)";
      for (let round = 0; round < 20; round++) await run(session, cell, { outputBytes: 100, spillBytes: 0 });
      const before = Number(await answerOf(session, heap));
      for (let round = 0; round < 100; round++) await run(session, cell, { outputBytes: 100, spillBytes: 0 });
      expect(Number(await answerOf(session, heap)) - before).toBeLessThan(8 * 2 ** 20);
    });
  },
);
