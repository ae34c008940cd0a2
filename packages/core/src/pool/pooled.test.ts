import { lineInterpreter, memoryProvider, ScriptedModel } from "@tinycodeagent/testkit";
import { describe, expect, expectTypeOf, it } from "vitest";
import { TinyCodeAgent } from "../agent/tiny-code-agent.ts";
import type { CodeExecutionProvider, ProviderSession, SessionRequest } from "../contract/provider.ts";
import { CodeAgentError } from "../errors/code-agent-error.ts";
import { openSession } from "../session/open-session.ts";
import type { Session } from "../session/session.ts";
import { sessionRequest } from "../session/session-request.ts";
import { defineTool } from "../tools/define-tool.ts";
import { jsonSchema } from "../tools/json-schema.ts";
import type { PooledProvider, PoolOptions } from "./pool-options.ts";
import { pooled } from "./pooled.ts";

const plain = sessionRequest();
const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms));
const until = (check: () => boolean) => expect.poll(check, { interval: 2 }).toBe(true);

/** A provider that tells of its openings, and does as it is told with each. */
function setUp(options: PoolOptions = {}, onOpen: (count: number) => void | Promise<void> = () => {}) {
  const memory = memoryProvider(lineInterpreter);
  const closed: string[] = [];
  const seen = { requests: [] as SessionRequest[], atOnce: 0, most: 0 };
  const provider: CodeExecutionProvider = {
    ...memory,
    async openSession(request) {
      seen.requests.push(request);
      seen.atOnce += 1;
      seen.most = Math.max(seen.most, seen.atOnce);
      try {
        await onOpen(seen.requests.length);
        // Deaf to the signal, as a provider may be.
        const { signal: _, ...unheard } = request;
        const session = await memory.openSession(unheard);
        const close = async () => {
          closed.push(session.id);
          await session.close();
        };
        return { ...session, close };
      } finally {
        seen.atOnce -= 1;
      }
    },
  };
  return { pool: pooled(provider, options), provider, memory, closed, seen };
}

const valueIn = async (session: Session) => {
  const result = await session.run("get x").result;
  return result.status === "completed" ? result.value : result.status;
};

describe("handing out", () => {
  it("gives what is ready at once, each session once, and opens the next in the background", async () => {
    const { pool, seen } = setUp({ size: 2 });
    await using _ = pool;
    await pool.warm(plain);
    expect([pool.ready, seen.requests.length]).toEqual([2, 2]);
    const sessions = await Promise.all([openSession(pool), openSession(pool), openSession(pool)]);
    expect(new Set(sessions.map(({ id }) => id)).size).toBe(3);
    await sessions[0]?.run("set x 1").result;
    await sessions[0]?.close();
    await until(() => pool.ready === 2);
    expect(await valueIn(await openSession(pool))).toBe("exception");
    await until(() => pool.ready === 2);
    expect(seen.requests).toHaveLength(6);
  });

  it("begins with the second request of a kind when nobody said so", async () => {
    const { pool, seen } = setUp({ size: 1 });
    await using _ = pool;
    await openSession(pool);
    await pause(10);
    expect([pool.ready, seen.requests.length]).toEqual([0, 1]);
    await openSession(pool);
    await until(() => pool.ready === 1);
    expect(seen.requests).toHaveLength(3);
  });

  it("gives a session to no request that differs in policy, tools or modules", async () => {
    const { pool, seen } = setUp({ size: 1 });
    await using _ = pool;
    const input = jsonSchema({ type: "object", properties: {} });
    const tool = defineTool({ name: "act", description: "Acts.", input, execute: () => null });
    await pool.warm(sessionRequest({ policy: { env: { A: "1", B: "2" } } }));
    for (const options of [
      {},
      { policy: { env: { A: "1" } } },
      { policy: { secrets: { A: "1234" } } },
      { policy: { env: { A: "1", B: "2" } }, tools: [tool] },
      { policy: { env: { A: "1", B: "2" } }, preload: ["json"] },
    ]) {
      await openSession(pool, options);
      expect([pool.ready, seen.requests.at(-1)]).toEqual([1, sessionRequest(options)]);
    }
    const opened = seen.requests.length;
    await openSession(pool, { policy: { env: { B: "2", A: "1" } } });
    await until(() => pool.ready === 1);
    expect(seen.requests).toHaveLength(opened + 1);
  });

  it("gives what is just being opened rather than opening another one", async () => {
    const gates: (() => void)[] = [];
    const { pool, seen } = setUp(
      { size: 1, maxOpenings: 4 },
      () => new Promise(resolve => gates.push(resolve)),
    );
    await using _ = pool;
    const warming = pool.warm(plain);
    await until(() => gates.length === 1);
    const taking = openSession(pool);
    await until(() => gates.length === 2);
    gates[0]?.();
    await taking;
    expect(pool.ready).toBe(0);
    gates[1]?.();
    await warming;
    expect([pool.ready, seen.requests.length]).toEqual([1, 2]);
  });

  it("does not pool a copied workspace: its files would be old", async () => {
    const copy = { policy: { workspace: { path: "/tmp", mode: "copy" } }, tools: [], preload: [] } as const;
    const { pool, seen } = setUp();
    await using _ = pool;
    await expect(pool.warm(copy)).rejects.toMatchObject({ code: "OPTION_INVALID" });
    for (const _ of [1, 2, 3]) await pool.openSession(copy);
    await pause(5);
    expect([pool.ready, seen.requests.length]).toEqual([0, 3]);
  });

  it("serves an agent, whose tools it is told, and its branches", async () => {
    const { pool, seen } = setUp({ size: 1 });
    await using _ = pool;
    const agent = new TinyCodeAgent({ model: new ScriptedModel(["Done."]), provider: pool });
    await pool.warm(agent.sessionRequest);
    expect(seen.requests[0]?.tools.map(({ name }) => name)).toContain("final_answer");
    const { promise, resolve } = Promise.withResolvers<number>();
    agent.use({ name: "count", onStepStart: () => resolve(pool.ready) });
    expect(await agent.run("Go.")).toMatchObject({ status: "completed" });
    expect(await promise).toBeLessThanOrEqual(1);
    await until(() => pool.ready === 1);
    expect(seen.requests).toHaveLength(2);
    await agent.close();
  });
});

describe("what is ready stays good", () => {
  it("a session that became too old is replaced and ended", async () => {
    const { pool, closed, memory } = setUp({ size: 1, maxAgeMs: 20 });
    await using _ = pool;
    await pool.warm(plain);
    await until(() => closed.length >= 2);
    const session = await openSession(pool);
    await pause(30);
    expect(closed).not.toContain(session.id);
    expect(memory.sessions.length).toBeGreaterThan(2);
  });

  it("one that rested is handed out only if it still runs a cell", async () => {
    const { pool, memory, closed } = setUp({ size: 2, checkAfterMs: 0 });
    await using _ = pool;
    await pool.warm(plain);
    const [dead, alive] = memory.sessions;
    await dead?.close();
    const session = await openSession(pool);
    expect(session.id).toBe(alive?.id);
    expect(closed).toEqual([dead?.id]);
  });

  it("one that rested a short time is not asked", async () => {
    const { pool, memory } = setUp({ size: 1, checkAfterMs: 10_000 });
    await using _ = pool;
    await pool.warm(plain);
    await memory.sessions[0]?.close();
    await expect((await openSession(pool)).run("print a").result).rejects.toMatchObject({
      code: "SESSION_CLOSED",
    });
  });

  it("none is looked for without end where none stays well", async () => {
    const { pool, memory, seen } = setUp({ size: 2, checkAfterMs: 0 }, async () => {
      for (const session of memory.sessions) await session.close();
    });
    await using _ = pool;
    await pool.warm(plain);
    for (const session of memory.sessions) await session.close();
    await openSession(pool);
    expect(seen.requests.length).toBeLessThan(8);
  });

  it("one that does not answer is given up in time, and the next is taken", async () => {
    let cells = 0;
    const memory = memoryProvider(async () => {
      cells += 1;
      if (cells === 1) await new Promise(() => {});
      return null;
    });
    const deaf: CodeExecutionProvider = {
      ...memory,
      async openSession(request) {
        const session = await memory.openSession(request);
        const signal = new AbortController().signal;
        return { ...session, execute: (cell, context) => session.execute(cell, { ...context, signal }) };
      },
    };
    await using pool = pooled(deaf, { size: 2, checkAfterMs: 0, checkTimeMs: 20 });
    await pool.warm(plain);
    const startedMs = Date.now();
    expect((await openSession(pool)).id).toBe(memory.sessions[1]?.id);
    expect(Date.now() - startedMs).toBeLessThan(1_000);
  });

  it("nothing is kept ready for what nobody asked for in a while", async () => {
    const { pool, closed } = setUp({ size: 2, maxIdleMs: 30 });
    await using _ = pool;
    await pool.warm(plain);
    await until(() => closed.length === 2);
    expect(pool.ready).toBe(0);
  });

  it("the kind that was asked for longest ago gives way", async () => {
    const { pool, closed, memory } = setUp({ size: 1, maxKinds: 2 });
    await using _ = pool;
    const kind = (A: string) => sessionRequest({ policy: { env: { A } } });
    await pool.warm(kind("1"));
    await pool.warm(kind("2"));
    await pool.warm(kind("1"));
    await pool.warm(kind("3"));
    expect(pool.ready).toBe(2);
    expect(closed).toEqual([memory.sessions[1]?.id]);
  });
});

describe("openings", () => {
  it("are so many at once and not more, and those that somebody waits for come first", async () => {
    const gates: (() => void)[] = [];
    const { pool, seen } = setUp(
      { size: 3, maxOpenings: 2 },
      () => new Promise(resolve => gates.push(resolve)),
    );
    await using _ = pool;
    const other = sessionRequest({ policy: { env: { A: "1" } } });
    const warming = pool.warm(plain);
    await until(() => gates.length === 2);
    const asked = pool.openSession(other);
    await pause(5);
    gates[0]?.();
    await until(() => gates.length === 3);
    expect(seen.requests[2]).toEqual(other);
    for (let index = 1; index < 4; index++) {
      await until(() => gates.length > index);
      gates[index]?.();
    }
    await Promise.all([warming, asked]);
    expect(seen.most).toBe(2);
  });

  it("that fail ahead are told, tried again later, and never the next one's error", async () => {
    const errors: unknown[] = [];
    const problem = new CodeAgentError("SESSION_OPEN_FAILED", "The place is full.");
    const onError = (error: unknown) => {
      errors.push(error);
      throw new Error("An observer's own bug.");
    };
    const { pool, seen } = setUp({ size: 1, onError }, count => {
      if (count < 4) throw problem;
    });
    await using _ = pool;
    await expect(pool.warm(plain)).rejects.toBe(problem);
    await expect(openSession(pool)).rejects.toBe(problem);
    await expect(openSession(pool)).rejects.toBe(problem);
    expect(errors).toEqual([problem]);
    const session = await openSession(pool);
    expect((await session.run("print a").result).status).toBe("completed");
    await expect.poll(() => pool.ready, { timeout: 3_000 }).toBe(1);
    expect(seen.requests).toHaveLength(5);
  });

  it("that fail while somebody waits are made again for them, with their own error", async () => {
    const gates: ((error?: Error) => void)[] = [];
    const { pool } = setUp({ size: 1, maxOpenings: 1 }, count => {
      if (count > 1) throw new Error(`opening ${count}`);
      return new Promise((resolve, reject) => gates.push(error => (error ? reject(error) : resolve())));
    });
    await using _ = pool;
    const warming = pool.warm(plain);
    await until(() => gates.length === 1);
    const taking = openSession(pool);
    await pause(5);
    gates[0]?.(new Error("opening 1"));
    await expect(warming).rejects.toThrow("opening 1");
    await expect(taking).rejects.toThrow("opening 2");
  });

  it("that nobody waits for any more leave their session to others", async () => {
    const gates: (() => void)[] = [];
    const { pool, seen } = setUp(
      { size: 1, maxOpenings: 1 },
      () => new Promise(resolve => gates.push(resolve)),
    );
    await using _ = pool;
    const warming = pool.warm(plain);
    await until(() => gates.length === 1);
    const controller = new AbortController();
    const taking = openSession(pool, { signal: controller.signal });
    const queued = openSession(pool, { policy: { env: { A: "1" } }, signal: controller.signal });
    await pause(5);
    controller.abort("enough");
    await expect(taking).rejects.toMatchObject({ code: "ABORTED" });
    await expect(queued).rejects.toMatchObject({ code: "ABORTED" });
    await expect(openSession(pool, { signal: controller.signal })).rejects.toMatchObject({ code: "ABORTED" });
    gates[0]?.();
    await warming;
    expect(pool.ready).toBe(1);
    expect(seen.requests.every(request => request.signal !== controller.signal)).toBe(true);
  });
});

describe("closing", () => {
  it("ends what nobody took and nothing else, and refuses what comes later", async () => {
    const { pool, closed, memory } = setUp({ size: 2 });
    await pool.warm(plain);
    const session = await openSession(pool);
    await until(() => pool.ready === 2);
    await pool.close();
    await pool.close();
    expect(pool.ready).toBe(0);
    expect(closed).toHaveLength(memory.sessions.length - 1);
    expect((await session.run("print a").result).status).toBe("completed");
    await expect(openSession(pool)).rejects.toMatchObject({ code: "PROVIDER_UNAVAILABLE" });
    await expect(pool.warm(plain)).rejects.toMatchObject({ code: "PROVIDER_UNAVAILABLE" });
  });

  it("waits for what is being opened, and ends it, however deaf the provider is", async () => {
    const gates: (() => void)[] = [];
    const { pool, closed, memory } = setUp({ size: 2 }, () => new Promise(resolve => gates.push(resolve)));
    const warming = pool.warm(plain);
    warming.catch(() => {});
    await until(() => gates.length === 2);
    const taking = openSession(pool);
    taking.catch(() => {});
    await pause(5);
    const closing = pool.close();
    for (const open of gates) open();
    await closing;
    await expect(warming).rejects.toMatchObject({ code: "ABORTED" });
    await expect(taking).rejects.toMatchObject({ code: "PROVIDER_UNAVAILABLE" });
    expect(closed).toHaveLength(memory.sessions.length);
  });

  it("ends a session too that was being looked at for somebody who left", async () => {
    const memory = memoryProvider(() => pause(20).then(() => null));
    await using pool = pooled(memory, { size: 1, checkAfterMs: 0 });
    await pool.warm(plain);
    const controller = new AbortController();
    const taking = openSession(pool, { signal: controller.signal });
    await pause(5);
    controller.abort();
    await expect(taking).rejects.toMatchObject({ code: "ABORTED" });
    await pool.close();
    for (const { variables } of memory.sessions) {
      const isClosed = () =>
        variables?.get([]).then(
          () => false,
          () => true,
        );
      await expect.poll(isClosed, { interval: 2 }).toBe(true);
    }
  });

  it("by drain is not for good, and forgets what was asked for", async () => {
    const { pool, closed } = setUp({ size: 1 });
    await using _ = pool;
    await openSession(pool);
    await openSession(pool);
    await until(() => pool.ready === 1);
    await pool.drain();
    expect([pool.ready, closed.length]).toEqual([0, 1]);
    await openSession(pool);
    await pause(5);
    expect(pool.ready).toBe(0);
    await openSession(pool);
    await until(() => pool.ready === 1);
  });

  it("tells of a session that could not be ended, and ends the others", async () => {
    const memory = memoryProvider(lineInterpreter);
    const provider: CodeExecutionProvider = {
      ...memory,
      async openSession(request) {
        const session = await memory.openSession(request);
        const close = () => Promise.reject(new Error("stuck"));
        return session.id === memory.sessions[0]?.id ? { ...session, close } : session;
      },
    };
    const errors: unknown[] = [];
    const pool = pooled(provider, { size: 2, onError: error => errors.push(error) });
    await pool.warm(plain);
    await pool.close();
    expect(errors).toEqual([new Error("stuck")]);
    await expect(memory.sessions[1]?.variables?.get([])).rejects.toMatchObject({ code: "SESSION_CLOSED" });
  });
});

it("passes for the provider that it has", async () => {
  const { pool, provider } = setUp();
  expect([pool.name, pool.specVersion, pool.capabilities]).toEqual(["memory", 1, provider.capabilities]);
  expect(await pool.probe()).toMatchObject({ available: true });
  interface Own extends ProviderSession {
    readonly own: 1;
  }
  expectTypeOf(pooled<Own>).returns.toEqualTypeOf<PooledProvider<Own>>();
});

it.each([
  ["no provider", undefined, {}, '"provider" to be a provider'],
  ["a provider that was not made", memoryProvider, {}, "did you mean memoryProvider()?"],
  ["no size", memoryProvider(lineInterpreter), { size: 0 }, '"size" to be a whole number from 1'],
  ["an unknown option", memoryProvider(lineInterpreter), { sise: 1 }, 'Did you mean "size"?'],
])("checks its options: %s", (_, provider, options, message) => {
  expect(() => pooled(provider as CodeExecutionProvider, options as PoolOptions)).toThrow(message);
});
