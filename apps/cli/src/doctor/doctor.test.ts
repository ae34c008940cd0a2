import { openOllamaServer } from "@tinycodeagent/testkit";
import { describe, expect, it } from "vitest";
import { runProgram } from "../../test/start-program.ts";

describe.concurrent("doctor", () => {
  it("starts a session of each provider and ends with 0 when one works", async () => {
    const { code, stdout, stderr } = await runProgram(["doctor"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^ {2}local {2}process {4}\S+ +works$/m);
    expect(stdout).toMatch(/^ {4}✓ session: Python 3\.\d+\.\d+, a session opened in \d+ ms$/m);
    expect(stdout).toMatch(/^ {4}! limits: local is no boundary/m);
    expect(stdout).toContain(`Node    ${process.versions.node} at `);
    expect(stdout).toMatch(/Python {2}3\.\d+\.\d+ at \//);
  });

  it("ends with 1 and a remedy when no provider works", async () => {
    const { code, stdout } = await runProgram(["doctor"], { env: { PATH: "/nowhere" } });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^ {2}local {2}process .* does not work$/m);
    expect(stdout).toMatch(/✗ python: .*\n {6}Install Python 3\.9 or later/);
  });

  it("says whether there is a key and never shows it", async () => {
    const env = {
      OPENAI_API_KEY: "key-that-nobody-sees",
      OPENAI_BASE_URL: "http://user:word@127.0.0.1:9/v1",
    };
    const { stdout, stderr } = await runProgram(["doctor"], { env });
    expect(stdout).toContain("OPENAI_API_KEY is set; OPENAI_BASE_URL is http://…@127.0.0.1:9/v1");
    const json = await runProgram(["doctor", "--json"], {
      env: { ...env, OLLAMA_HOST: "http://user:word@127.0.0.1:9" },
    });
    expect(json.stdout).toContain('"hasKey":true');
    expect(stdout + stderr + json.stdout + json.stderr).not.toMatch(/nobody|word@/);
  });

  it("names the models of a running Ollama", async () => {
    await using server = await openOllamaServer([], { models: [{ name: "one" }, { name: "two:small" }] });
    const { stdout } = await runProgram(["doctor"], { env: { OLLAMA_HOST: server.url } });
    expect(stdout).toContain(`2 models at ${server.url}: one:latest, two:small`);
  });

  it("--json gives the same as one object", async () => {
    const { code, stdout } = await runProgram(["doctor", "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      node: { version: process.versions.node },
      python: { check: "python", ok: true },
      providers: [{ name: "local", available: true, isolation: "process" }],
      models: { openai: { hasKey: false }, ollama: { reachable: false, host: "http://127.0.0.1:9" } },
    });
  });
});
