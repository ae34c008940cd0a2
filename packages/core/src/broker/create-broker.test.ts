import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Json } from "../contract/json.ts";
import { defineTool } from "../tools/define-tool.ts";
import type { Tool } from "../tools/tool.ts";
import type { Broker, BrokerOptions } from "./broker.ts";
import { createBroker, maxToolInputBytes, maxToolResultBytes } from "./create-broker.ts";

let ids = 0;

function call(
  broker: Broker,
  name: string,
  input: Json,
  options: { id?: string; signal?: AbortSignal; source?: "model" | "code" } = {},
) {
  const { id = `c${++ids}`, signal = new AbortController().signal, source = "code" } = options;
  return broker.call({ id, name, input, signal, source });
}

function counting(execute: (input: { n: number }) => unknown = ({ n }) => n + 1): {
  tool: Tool;
  ran: () => number;
} {
  let count = 0;
  const tool = defineTool({
    name: "count",
    description: "Counts.",
    input: z.object({ n: z.number() }),
    from: "both",
    execute: (input): unknown => {
      count += 1;
      return execute(input);
    },
  });
  return { tool, ran: () => count };
}

const failure = (kind: string, message: unknown) => ({ ok: false, error: { kind, message } });

describe("a broker", () => {
  it("runs a valid call once and returns its value", async () => {
    const { tool, ran } = counting();
    expect(await call(createBroker({ tools: [tool] }), "count", { n: 1 })).toEqual({ ok: true, value: 2 });
    expect(ran()).toBe(1);
  });

  it("does not run a tool whose input is invalid, unknown or too large", async () => {
    const { tool, ran } = counting();
    const broker = createBroker({ tools: [tool] });
    expect(await call(broker, "count", {})).toEqual(
      failure("invalid", expect.stringContaining('Invalid input for "count": n:')),
    );
    expect(await call(broker, "other", {})).toEqual(
      failure("invalid", expect.stringContaining("Tools are: count.")),
    );
    expect(await call(broker, "constructor", {})).toMatchObject({ ok: false, error: { kind: "invalid" } });
    const huge = { n: 1, text: "x".repeat(maxToolInputBytes) };
    expect(await call(broker, "count", huge)).toEqual(
      failure("invalid", expect.stringContaining("Expected at most 1048576 bytes")),
    );
    expect(ran()).toBe(0);
  });

  it("takes input up to the limit to the byte", async () => {
    const tool = defineTool({
      name: "size",
      description: "Tries.",
      input: z.object({ t: z.string() }),
      execute: ({ t }) => t.length,
    });
    const broker = createBroker({ tools: [tool] });
    const fits = "x".repeat(maxToolInputBytes - '{"t":""}'.length);
    expect(await call(broker, "size", { t: fits })).toEqual({ ok: true, value: fits.length });
    expect(await call(broker, "size", { t: `${fits}x` })).toMatchObject({ ok: false });
  });

  it("never runs an id twice, whatever happened to the first call", async () => {
    const { tool, ran } = counting();
    const broker = createBroker({ tools: [tool] });
    const calls = fc.array(
      fc.record({ id: fc.constantFrom("a", "b", "c"), n: fc.oneof(fc.integer(), fc.constant("bad")) }),
      { maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(calls, fc.uuid(), async (list, prefix) => {
        const before = ran();
        await Promise.all(list.map(({ id, n }) => call(broker, "count", { n }, { id: prefix + id })));
        const firsts = list.filter(({ id }, index) => list.findIndex(other => other.id === id) === index);
        expect(ran() - before).toBe(firsts.filter(({ n }) => typeof n === "number").length);
      }),
      { numRuns: 50 },
    );
  });

  it("offers a tool only to those it is for", async () => {
    const tool = defineTool({
      name: "secret",
      description: "Tries.",
      input: z.object({}),
      from: "model",
      execute: () => 1,
    });
    const broker = createBroker({ tools: [tool] });
    expect(broker.signatures("code")).toEqual([]);
    expect(broker.signatures("model")).toEqual([tool.signature]);
    expect(await call(broker, "secret", {})).toMatchObject({ ok: false, error: { kind: "invalid" } });
    expect(await call(broker, "secret", {}, { source: "model" })).toEqual({ ok: true, value: 1 });
  });

  it.each<[string, NonNullable<BrokerOptions["decide"]>, unknown, number]>([
    ["denies", async () => ({ kind: "deny", reason: "no" }), failure("denied", "no"), 0],
    [
      "throws",
      () => Promise.reject(new Error("broken")),
      failure("denied", expect.stringContaining("broken")),
      0,
    ],
    ["replaces", async () => ({ kind: "replace", result: 7 }), { ok: true, value: 7 }, 0],
    ["modifies", async () => ({ kind: "run", input: { n: 10 } }), { ok: true, value: 11 }, 1],
    [
      "modifies into nonsense",
      async () => ({ kind: "run", input: { n: "x" } }),
      failure("denied", expect.stringContaining("invalid")),
      0,
    ],
  ])("obeys a decider that %s", async (_, decide, reply, runs) => {
    const { tool, ran } = counting();
    expect(await call(createBroker({ tools: [tool], decide }), "count", { n: 1 })).toEqual(reply);
    expect(ran()).toBe(runs);
  });

  it("does not run what a decider or an observer wrote into the input in place", async () => {
    const { tool, ran } = counting();
    const edit = async (call: { input: Json }) => {
      (call.input as { n: unknown }).n = "a million";
    };
    const silent = createBroker({ tools: [tool], onStart: edit });
    expect(await call(silent, "count", { n: 1 })).toEqual({ ok: true, value: 2 });
    const decide: BrokerOptions["decide"] = async subject => {
      await edit(subject);
      return { kind: "run", input: subject.input };
    };
    expect(await call(createBroker({ tools: [tool], decide }), "count", { n: 1 })).toMatchObject({
      error: { kind: "denied" },
    });
    expect(ran()).toBe(1);
  });

  it("says at most 4,000 characters of what is wrong", async () => {
    const tool = defineTool({
      name: "strict",
      description: "Takes nothing.",
      input: z.strictObject({}),
      execute: () => 1,
    });
    const input = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`key${index}`, 0]));
    const reply = await call(createBroker({ tools: [tool] }), "strict", input);
    expect(reply.ok ? 0 : reply.error.message.length).toBeLessThan(4_100);
  });

  it("waits for a tool whose time is longer than a timer can hold", async () => {
    const tool = defineTool({
      name: "patient",
      description: "Takes a while.",
      input: z.object({}),
      timeoutMs: 2 ** 31,
      execute: () => new Promise(resolve => setTimeout(() => resolve(1), 20)),
    });
    expect(await call(createBroker({ tools: [tool] }), "patient", {})).toEqual({ ok: true, value: 1 });
  });

  it("answers with the error of a tool that throws", async () => {
    const { tool } = counting(() => {
      throw new Error("no disk");
    });
    expect(await call(createBroker({ tools: [tool] }), "count", { n: 1 })).toEqual(
      failure("failed", "no disk"),
    );
  });

  it("answers for a tool that returns no JSON, or too much of it", async () => {
    for (const value of [() => 1, 1n, Symbol("x"), "x".repeat(maxToolResultBytes)]) {
      const { tool } = counting(() => value);
      expect(await call(createBroker({ tools: [tool] }), "count", { n: 1 })).toMatchObject({
        ok: false,
        error: { kind: "failed" },
      });
    }
    const { tool } = counting(() => undefined);
    expect(await call(createBroker({ tools: [tool] }), "count", { n: 1 })).toEqual({ ok: true, value: null });
  });

  it.each<[unknown, string]>([
    [{ x: new Map() }, "Map at value.x: use Object.fromEntries(map)"],
    [new Date(), "Date at value: use date.toISOString()"],
    [[1, Number.NaN], "NaN at value[1]: use null"],
  ])("says what JSON would have changed, and where: %#", async (value, problem) => {
    const { tool } = counting(() => value);
    expect(await call(createBroker({ tools: [tool] }), "count", { n: 1 })).toEqual(
      failure("failed", `"count" returned a value that is not JSON: ${problem}.`),
    );
  });

  it("gives a copy of the value, without members that are undefined", async () => {
    const own = { list: [1], gone: undefined };
    const { tool } = counting(() => own);
    const reply = await call(createBroker({ tools: [tool] }), "count", { n: 1 });
    own.list.push(2);
    expect(reply).toStrictEqual({ ok: true, value: { list: [1] } });
  });

  it("holds a tool to its output schema and its time", async () => {
    const wrong = defineTool({
      name: "wrong",
      description: "Tries.",
      input: z.object({}),
      output: z.string(),
      execute: () => 1 as unknown as string,
    });
    const slow = defineTool({
      name: "slow",
      description: "Tries.",
      input: z.object({}),
      timeoutMs: 20,
      execute: () => new Promise(() => {}),
    });
    const broker = createBroker({ tools: [wrong, slow] });
    expect(await call(broker, "wrong", {})).toEqual(
      failure("failed", expect.stringContaining("output schema")),
    );
    expect(await call(broker, "slow", {})).toEqual(failure("failed", "no answer within 20 ms"));
  });

  it("answers a cancelled call without waiting for the tool, and tells the tool", async () => {
    let toldTool = false;
    const slow = defineTool({
      name: "slow",
      description: "Tries.",
      input: z.object({}),
      execute: (_, { signal }) =>
        new Promise(() => {
          signal.addEventListener("abort", () => {
            toldTool = true;
          });
        }),
    });
    const controller = new AbortController();
    const reply = call(createBroker({ tools: [slow] }), "slow", {}, { signal: controller.signal });
    setTimeout(() => controller.abort(new Error("enough")), 20);
    expect(await reply).toEqual(failure("cancelled", expect.stringContaining("enough")));
    expect(toldTool).toBe(true);
  });

  it("answers although its observers fail", async () => {
    const { tool, ran } = counting();
    const broken = () => Promise.reject(new Error("no log"));
    const late = createBroker({ tools: [tool], onEnd: broken });
    expect(await call(late, "count", { n: 1 })).toEqual({ ok: true, value: 2 });
    const early = createBroker({ tools: [tool], onStart: broken });
    expect(await call(early, "count", { n: 1 })).toEqual(failure("failed", "no log"));
    expect(ran()).toBe(1);
  });

  it("refuses two tools of one name", () => {
    const { tool } = counting();
    expect(() => createBroker({ tools: [tool, tool] })).toThrow(
      expect.objectContaining({ code: "TOOL_DUPLICATE" }),
    );
  });
});
