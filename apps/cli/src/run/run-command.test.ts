import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openModelServer, openOllamaServer } from "@tinycodeagent/testkit";
import { describe, expect, it } from "vitest";
import { pythonReply, serverModel } from "../../test/python-reply.ts";
import { closedPort, runProgram } from "../../test/start-program.ts";

describe.concurrent("run", () => {
  it("without a service at hand it uses the demo model, and says so", async () => {
    const { code, stdout, stderr } = await runProgram(["run", "anything"]);
    expect(code).toBe(0);
    expect(stderr).toContain("No OPENAI_API_KEY and no Ollama");
    expect(stderr).toContain("its replies are scripted");
    expect(stdout).toMatch(/Python \d+\.\d+\.\d+ ran in /);
    expect(stdout).toContain("your task was not worked on");
    expect(stdout).not.toContain("token");
  });

  it("a folder is looked for where a package script was called from", async () => {
    const folder = mkdtempSync(join(tmpdir(), "cli-test-"));
    mkdirSync(join(folder, "inner"));
    const args = ["run", "--quiet", "--model", "demo", "--workdir", "inner", "anything"];
    const script = await runProgram(args, { env: { npm_lifecycle_event: "agent", INIT_CWD: folder } });
    expect(script.stdout).toContain(`${join(folder, "inner")} and saw`);
    const alone = await runProgram(args, { env: { INIT_CWD: folder } });
    expect(alone.stderr).toContain("WORKDIR_NOT_FOUND");
    rmSync(folder, { recursive: true });
  });

  it("--quiet prints the answer and nothing else", async () => {
    const { code, stdout } = await runProgram(["run", "--quiet", "--model", "demo", "anything"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^This is the embedded demo model: [^\n]*\n$/);
  });

  it("--json prints every event as one object a line, and run_end last", async () => {
    const { code, stdout } = await runProgram(["run", "--json", "--model", "demo", "anything"]);
    const events = stdout
      .trimEnd()
      .split("\n")
      .map(line => JSON.parse(line));
    const types = events.map(event => event.type);
    expect(code).toBe(0);
    expect(types[0]).toBe("run_start");
    expect(types.at(-1)).toBe("run_end");
    expect(types.filter(type => type === "execution_end")).toHaveLength(2);
    expect(events.at(-1).result).toMatchObject({ status: "completed", usage: { requests: 2 } });
  });

  it("nothing is coloured where the output is a pipe", async () => {
    const { stdout, stderr } = await runProgram(["run", "--model", "demo", "anything"]);
    expect(stdout + stderr).not.toContain("\u001b");
  });

  it("takes the task from stdin", async () => {
    await using server = await openModelServer(["42"]);
    const { args, env } = serverModel(server.url);
    const { stdout } = await runProgram([...args, "--quiet", "-"], { env, input: "What is six by seven?\n" });
    expect(stdout).toBe("42\n");
    expect(JSON.stringify(server.requests[0]?.body.messages)).toContain("What is six by seven?");
  });

  it("does a task with a model over HTTP in a folder, and leaves its files there", async () => {
    const folder = mkdtempSync(join(tmpdir(), "cli-test-"));
    writeFileSync(join(folder, "numbers.txt"), "3 4 5");
    await using server = await openModelServer([
      pythonReply(
        "numbers = [int(word) for word in open('numbers.txt').read().split()]\nsum(numbers)",
        "I add up.",
      ),
      pythonReply("open('sum.txt', 'w').write(str(sum(numbers)))\nfinal_answer({'sum': sum(numbers)})"),
    ]);
    const { args, env } = serverModel(server.url);
    const words = ["--model", "some-model", "--workdir", folder, "--instructions", "Be brief."];
    const { code, stdout } = await runProgram([...args, ...words, "Add up numbers.txt"], { env });
    server.assertUsedUp();
    expect(code).toBe(0);
    expect(stdout).toContain("I add up.\n  │ numbers = [int(word)");
    expect(stdout).toContain("\n  = 12\n");
    expect(stdout).toContain('Answer\n{\n  "sum": 12\n}\n');
    expect(stdout).toContain("Files\n  sum.txt  created, 2 B\n");
    expect(stdout).toContain("Completed · 2 steps · 20 tokens in, 10 out");
    expect(readFileSync(join(folder, "sum.txt"), "utf8")).toBe("12");
    rmSync(folder, { recursive: true });
    const { body, headers } = server.requests[0] ?? {};
    expect(body).toMatchObject({ model: "some-model" });
    expect(JSON.stringify(body?.messages)).toContain("Be brief.");
    expect(headers?.authorization).toBe("Bearer test-key-of-nobody");
  });

  it("code is shown once, although it is known while the model writes it and when it runs", async () => {
    await using server = await openModelServer([
      pythonReply("token_of_code = 1\nfinal_answer(token_of_code)"),
    ]);
    const { args, env } = serverModel(server.url);
    const { stdout } = await runProgram([...args, "task"], { env });
    expect(stdout.match(/token_of_code = 1/g)).toHaveLength(1);
  });

  it("uses the chat model of a running Ollama, and asks for the provider", async () => {
    const models = [{ name: "embedder", capabilities: ["embedding"] }, { name: "chatter" }];
    await using server = await openOllamaServer(["Good day."], { models });
    const env = { OLLAMA_HOST: server.url };
    const unnamed = await runProgram(["run", "task"], { env });
    expect(unnamed).toMatchObject({ code: 2, stdout: "" });
    expect(unnamed.stderr).toContain("ISOLATION_INSUFFICIENT: Expected --provider, because ollama/chatter");
    const named = await runProgram(["run", "--quiet", "--provider", "local", "task"], { env });
    expect(named).toMatchObject({ code: 0, stdout: "Good day.\n" });
  });

  it("takes a chat model without tools before no chat model", async () => {
    const embedder = { name: "embedder", capabilities: ["embedding"] };
    const plain = { name: "plain", capabilities: ["completion"] };
    await using server = await openOllamaServer([], { models: [embedder, plain] });
    const { stderr } = await runProgram(["run", "task"], { env: { OLLAMA_HOST: server.url } });
    expect(stderr).toContain("because ollama/plain:latest writes code");
  });

  it("a model service that is not reachable is a failure with a code", async () => {
    const { args, env } = serverModel(`http://127.0.0.1:${await closedPort()}/v1`);
    const { code, stdout, stderr } = await runProgram([...args, "task"], { env });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^MODEL_UNREACHABLE: .*127\.0\.0\.1.* OPENAI_BASE_URL and the network/m);
    expect(stdout).toContain("Failed · 0 steps");
    expect(stdout).toContain("Asking again in");
  });

  it("a failure in JSON has code and message", async () => {
    await using server = await openModelServer(["unused"], { models: ["other"] });
    const { args, env } = serverModel(server.url);
    const { code, stdout } = await runProgram([...args, "--json", "task"], { env });
    const last = JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
    expect(code).toBe(1);
    expect(last.result).toMatchObject({ status: "failed", error: { code: "MODEL_UNKNOWN" } });
    expect(last.result.error.message).toContain("gpt-4.1-mini");
  });

  it("the step limit ends with 3", async () => {
    await using server = await openModelServer([pythonReply("x = 1"), "half an answer"]);
    const { args, env } = serverModel(server.url);
    const { code, stdout, stderr } = await runProgram([...args, "--quiet", "--max-steps", "1", "task"], {
      env,
    });
    expect({ code, stdout }).toEqual({ code: 3, stdout: "half an answer\n" });
    expect(stderr).toContain("--max-steps");
  });

  it("code that came after the step limit is shown as not run", async () => {
    await using server = await openModelServer([pythonReply("x = 1"), pythonReply("never = 1")]);
    const { args, env } = serverModel(server.url);
    const { stdout } = await runProgram([...args, "--max-steps", "1", "task"], { env });
    expect(stdout.match(/This code was not run\./g)).toHaveLength(1);
    expect(stdout).toContain("│ never = 1\n  ! This code was not run.");
  });

  it("the time limit ends with 3, in time", async () => {
    await using server = await openModelServer([pythonReply("import time\ntime.sleep(60)")]);
    const { args, env } = serverModel(server.url);
    const startedMs = Date.now();
    const { code, stdout } = await runProgram([...args, "--time-limit", "1.5", "task"], { env });
    expect(code).toBe(3);
    expect(stdout).toContain("Stopped: the time is up");
    expect(Date.now() - startedMs).toBeLessThan(10_000);
  });

  it("a question of the agent ends with 4", async () => {
    const ask = { name: "ask_question", arguments: { question: "Which year?" } };
    await using server = await openModelServer([{ kind: "message", toolCalls: [ask] }]);
    const { args, env } = serverModel(server.url);
    const { code, stdout, stderr } = await runProgram([...args, "task"], { env });
    expect(code).toBe(4);
    expect(stderr).toContain("The agent asks: Which year?");
    expect(stdout).toContain("Waiting for an answer");
  });
});
