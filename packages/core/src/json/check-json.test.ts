import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonProblem } from "./check-json.ts";

class Point {
  readonly x = 1;
}

function nested(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = [value];
  return value;
}

const shared = { a: 1 };
const cycle: { self?: unknown } = {};
cycle.self = { again: cycle };

describe("a value", () => {
  it("that comes back from JSON as it was has no problem", () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        expect(jsonProblem(value, "value")).toBeUndefined();
      }),
    );
  });

  it.each<[string, unknown]>([
    ["a member that is left out", { a: undefined }],
    ["the same object in two places", { first: shared, second: [shared] }],
    ["an object without a prototype", Object.assign(Object.create(null), { a: [1] })],
    ["an object of another realm", runInNewContext("({ a: [{}] })")],
    ["200 levels", nested(200)],
  ])("may have %s", (_, value) => {
    expect(jsonProblem(value, "value")).toBeUndefined();
  });

  it.each<[unknown, string]>([
    [new Map(), "Map at value: use Object.fromEntries(map)"],
    [{ x: new Map() }, "Map at value.x: use Object.fromEntries(map)"],
    [[1, { s: new Set() }], "Set at value[1].s: use [...set]"],
    [{ "a b": new Date() }, 'Date at value["a b"]: use date.toISOString()'],
    [{ n: Number.NaN }, "NaN at value.n: use null"],
    [[Number.POSITIVE_INFINITY], "Infinity at value[0]: use null"],
    [[undefined], "undefined at value[0]: use null"],
    [new Array(1), "undefined at value[0]: use null"],
    [{ b: 1n }, "bigint at value.b: use a number or a string"],
    [{ f: () => 1 }, "function at value.f: use data, or leave it out"],
    [Symbol("s"), "symbol at value: use data, or leave it out"],
    [{ p: new Point() }, "Point at value.p: use a plain object, such as { ...instance }"],
    [[new Uint8Array(1)], "Uint8Array at value[0]: use a list of numbers, or Base64 text"],
    [{ toJSON: () => 1 }, "Object at value: use what its toJSON() gives"],
    [cycle, "a cycle at value.self.again: use data without cycles"],
    [new Error("no"), "Error at value: use a plain object, such as { ...instance }"],
  ])("names what is not JSON, and where: %#", (value, problem) => {
    expect(jsonProblem(value, "value")).toBe(problem);
  });

  it("is refused when it is nested deeper than 200 levels", () => {
    expect(jsonProblem(nested(201), "value")).toMatch(/^more than 200 levels at value(\[0\]){200}: /);
  });

  it("has long names cut in the place", () => {
    const problem = jsonProblem({ ["k".repeat(1000)]: 1n }, "value");
    expect(problem).toBe(`bigint at value["${"k".repeat(60)}…"]: use a number or a string`);
  });
});
