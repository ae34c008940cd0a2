import { local } from "@tinycodeagent/provider-local";
import { finalAnswer, runPython, ScriptedModel } from "@tinycodeagent/testkit";
import { expect, it } from "vitest";
import { TinyCodeAgent } from "../agent/tiny-code-agent.ts";
import { defaultLimits } from "../contract/limits.ts";
import type { CodeExecutionProvider, ProviderSession } from "../contract/provider.ts";
import { openSession } from "../session/open-session.ts";
import { sessionRequest } from "../session/session-request.ts";
import { pooled } from "./pooled.ts";

const isAlive = (pid: unknown) => {
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch {
    return false;
  }
};

const refuse = () => Promise.reject(new Error("There are no tools."));

it("hands out a live interpreter of its own to each, and leaves no process behind", async () => {
  const pool = pooled(local(), { size: 2, checkAfterMs: 0 });
  const options = { preload: ["json"] };
  await pool.warm(sessionRequest(options));
  const pids: unknown[] = [];
  for (const value of [1, 2, 3]) {
    await using session = await openSession(pool, options);
    await session.files.write("own.txt", String(value));
    const result = await session.run("import os\n(os.getpid(), 'x' in dir(), os.listdir('.'))").result;
    if (result.status !== "completed") throw new Error(result.status);
    expect(result.repr).toMatch(/False, \['own.txt'\]\)$/);
    await session.run(`x = ${value}`).result;
    pids.push((await session.variables.get(["x"])).x);
    pids.push(Array.isArray(result.value) ? result.value[0] : undefined);
  }
  expect(pids.filter((_, index) => index % 2 === 0)).toEqual(
    [1, 2, 3].map(value => ({ kind: "json", value })),
  );
  const workers = pids.filter((_, index) => index % 2 === 1);
  expect(new Set(workers).size).toBe(3);
  await pool.close();
  await expect.poll(() => workers.some(isAlive)).toBe(false);
});

it("does not hand out a session whose kernel was killed while it rested", async () => {
  const inner = local();
  const kernels: number[] = [];
  const watched: CodeExecutionProvider<ProviderSession> = {
    ...inner,
    async openSession(request) {
      const session = await inner.openSession(request);
      const context = { signal: new AbortController().signal, limits: defaultLimits, callTool: refuse };
      for await (const event of session.execute({ code: "import os\nos.getppid()" }, context)) {
        if (event.type === "result") kernels.push(Number(event.repr));
      }
      return session;
    },
  };
  await using pool = pooled(watched, { size: 1, checkAfterMs: 0 });
  await pool.warm(sessionRequest());
  const [kernel = 0] = kernels;
  process.kill(kernel, "SIGKILL");
  await using session = await openSession(pool);
  const alive = await session.run("import os\nos.getppid()").result;
  expect(alive.status === "completed" && alive.value).not.toBe(kernel);
});

it("gives an agent its session at once, with the agent's tools in it", async () => {
  await using pool = pooled(local(), { size: 1 });
  const model = new ScriptedModel([runPython("final_answer(6 * 7)"), finalAnswer(0)]);
  await using agent = new TinyCodeAgent({ model, provider: pool });
  await pool.warm(agent.sessionRequest);
  expect(pool.ready).toBe(1);
  expect(await agent.run("Multiply.")).toMatchObject({ status: "completed", output: 42 });
});
