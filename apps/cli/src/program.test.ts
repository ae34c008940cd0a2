import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runProgram } from "../test/start-program.ts";

const missing = join(tmpdir(), `cli-test-${process.pid}`, "nothing");

describe.concurrent("a wrong command line ends with 2, says why on stderr and prints nothing", () => {
  const wrong: readonly (readonly [string, readonly string[], string, string])[] = [
    ["an unknown command", ["rnu"], "OPTION_INVALID", "Did you mean run?"],
    ["an unknown option instead of a command", ["--verson"], "OPTION_INVALID", "Did you mean --version?"],
    ["an unknown option", ["run", "--modle", "x", "task"], "OPTION_INVALID", "Did you mean --model?"],
    ["a missing value", ["run", "task", "--model"], "OPTION_INVALID", "a value for --model (WORD), got none"],
    ["an option as a value", ["run", "--model", "--json", "task"], "OPTION_INVALID", "looks like an option"],
    ["a value that is not wanted", ["run", "--json=1", "task"], "OPTION_INVALID", "without a value"],
    ["two formats", ["run", "--json", "--quiet", "task"], "OPTION_INVALID", "got both"],
    ["words behind doctor", ["doctor", "now"], "OPTION_INVALID", 'got "now"'],
    ["help of an unknown command", ["help", "dmo"], "OPTION_INVALID", "Did you mean demo?"],
    ["no task", ["run"], "TASK_INVALID", "got none"],
    ["an empty task", ["run", "  "], "TASK_INVALID", "got an empty one"],
    ["an empty stdin", ["run", "-"], "TASK_INVALID", "got an empty stdin"],
    ["two tasks", ["run", "add", "up"], "TASK_INVALID", "Put the task in quotes"],
    [
      "an unknown kind of model",
      ["run", "--model", "olama/x", "task"],
      "OPTION_INVALID",
      "Did you mean ollama?",
    ],
    [
      "a model without a name",
      ["run", "--model", "ollama/", "task"],
      "OPTION_INVALID",
      'behind "ollama/" for --model, got',
    ],
    [
      "a negative number",
      ["run", "--time-limit", "-1", "task"],
      "OPTION_INVALID",
      'got "-1". Time of the whole run',
    ],
    [
      "no model for an answer alone",
      ["run", "--quiet", "task"],
      "MODEL_KEY_MISSING",
      "or choose --model demo",
    ],
    ["an unknown provider", ["run", "--provider", "locl", "task"], "OPTION_INVALID", "Did you mean local?"],
    ["no steps", ["run", "--max-steps", "0", "task"], "OPTION_INVALID", "a whole number above 0"],
    ["a limit in words", ["run", "--time-limit", "1m", "task"], "OPTION_INVALID", "seconds above 0"],
    ["a folder that is not there", ["run", "--workdir", missing, "task"], "WORKDIR_NOT_FOUND", missing],
    [
      "a file as the folder",
      ["run", "--workdir", import.meta.filename, "task"],
      "WORKDIR_NOT_FOUND",
      "got a file",
    ],
    [
      "a real model without a provider",
      ["run", "--model", "gpt-4.1", "task"],
      "ISOLATION_INSUFFICIENT",
      "add --provider local",
    ],
    [
      "no key",
      ["run", "--model", "gpt-4.1", "--provider", "local", "task"],
      "MODEL_KEY_MISSING",
      "Set OPENAI_API_KEY, or OPENAI_BASE_URL to a server",
    ],
  ];

  it.each(wrong)("%s", async (_title, args, code, words) => {
    const { code: exitCode, stdout, stderr } = await runProgram(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toMatch(new RegExp(`^${code}: `));
    expect(stderr).toContain(words);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });
});

describe.concurrent("help and version", () => {
  it("help names every command and the exit codes", async () => {
    const { code, stdout, stderr } = await runProgram(["--help"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const word of ["run", "doctor", "demo", "help", "--provider", "130 stopped"])
      expect(stdout).toContain(word);
  });

  it("no words, -h and help say the same as --help", async () => {
    const [first, ...others] = await Promise.all(
      [["--help"], [], ["-h"], ["help"]].map(args => runProgram(args)),
    );
    for (const other of others) expect(other).toEqual(first);
  });

  it("a command has a help of its own", async () => {
    const { stdout } = await runProgram(["run", "--help"]);
    expect(stdout).toContain("--time-limit SECONDS");
    expect(stdout).toBe((await runProgram(["help", "run"])).stdout);
  });

  it("the version is that of the package", async () => {
    expect(await runProgram(["--version"])).toEqual({ code: 0, stdout: "0.0.0\n", stderr: "" });
  });
});
