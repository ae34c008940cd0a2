import { openModelServer } from "@tinycodeagent/testkit";
import { describe, expect, it } from "vitest";
import { pythonReply, serverModel } from "../../test/python-reply.ts";
import { runProgram, startProgram } from "../../test/start-program.ts";

/** What a run prints whose model gives this code and then an answer. */
async function outputOf(code: string, ...words: readonly string[]) {
  await using server = await openModelServer([pythonReply(code), "done"]);
  const { args, env } = serverModel(server.url);
  return await runProgram([...args, ...words, "task"], { env });
}

describe.concurrent("the view", () => {
  it("shows output while the code still runs", async () => {
    await using server = await openModelServer([
      pythonReply("import time\nprint('early')\ntime.sleep(2)\nprint('late')"),
      "done",
    ]);
    const { args, env } = serverModel(server.url);
    const program = startProgram([...args, "task"], { env });
    await program.waitFor("\n  early");
    const earlyMs = Date.now();
    await program.waitFor("\n  late");
    expect(Date.now() - earlyMs).toBeGreaterThan(1000);
    expect((await program.ended).code).toBe(0);
  });

  it("shows code while the model still writes it", async () => {
    const toolCalls = [
      { name: "run_python", arguments: { code: "first = 1\nsecond = 2\nthird = 3\nlast = 4" } },
    ];
    await using server = await openModelServer([{ kind: "message", toolCalls, delayMs: 250 }, "done"]);
    const { args, env } = serverModel(server.url);
    const program = startProgram([...args, "task"], { env });
    await program.waitFor("│ first");
    const firstMs = Date.now();
    await program.waitFor("│ last");
    expect(Date.now() - firstMs).toBeGreaterThan(500);
    await program.ended;
  });

  it("makes escape sequences of code, output, values, errors and answers harmless", async () => {
    const title = "\u001b]0;owned\u0007";
    await using server = await openModelServer([
      pythonReply(`print("${title}out")\n"${title}value"`, `${title}said`),
      pythonReply(`raise ValueError("${title}error")`),
      `${title}answer\u009b2J`,
    ]);
    const { args, env } = serverModel(server.url);
    const { stdout } = await runProgram([...args, "task"], { env });
    expect(stdout).not.toMatch(/[^\P{Cc}\n]/u);
    for (const word of ["out", "said", "answer"]) expect(stdout).toContain(`␛]0;owned␇${word}`);
    expect(stdout).toContain("ValueError: ␛]0;owned␇error");
  });

  it("makes an answer harmless that stands alone", async () => {
    await using server = await openModelServer(["\u001b[2Janswer"]);
    const { args, env } = serverModel(server.url);
    const { stdout } = await runProgram([...args, "--quiet", "task"], { env });
    expect(stdout).toBe("␛[2Janswer\n");
  });

  it("keeps control characters out of JSON lines too", async () => {
    const { stdout } = await outputOf("print('\\x1b[2J\\x9b2J')", "--json");
    expect(stdout).not.toMatch(/[^\P{Cc}\n]/u);
    expect(stdout).toContain('"\\u001b[2J\\u009b2J\\n"');
  });

  it("tells stderr from stdout and names displays with their size", async () => {
    const { stdout } = await outputOf(
      "import sys\nprint('to err', file=sys.stderr)\nclass Page:\n    def _repr_html_(self):\n        return '<b>hi</b>'\nPage()",
    );
    expect(stdout).toContain("\n  to err\n");
    expect(stdout).toMatch(/\n {2}\+ text\/html 9 B/);
  });

  it("says what became of the interpreter when it died", async () => {
    const { stdout } = await outputOf("import os\nos._exit(3)");
    expect(stdout).toMatch(/ {2}! The interpreter died with exit code 3\. The (interpreter is|session is)/);
  });

  it("says that a program left by exit", async () => {
    const { stdout } = await outputOf("raise SystemExit(3)");
    expect(stdout).toContain("  ! The code left with exit code 3. Its variables are kept.");
  });

  it("an answer that was just said is not said again", async () => {
    await using server = await openModelServer(["The answer is 42."]);
    const { args, env } = serverModel(server.url);
    const { stdout } = await runProgram([...args, "task"], { env });
    expect(stdout.match(/The answer is 42\./g)).toHaveLength(1);
    expect(stdout).not.toContain("Answer");
  });

  it("cuts a value that would flood the terminal", async () => {
    const { stdout } = await outputOf("'x' * 50_000");
    expect(stdout).toMatch(/= 'x{1999}… \([\d,]+ more\)\n/);
  });
});
