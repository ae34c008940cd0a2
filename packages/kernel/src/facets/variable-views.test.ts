import { describe, expect, it } from "vitest";
import { joinBody, splitBody } from "./bodies.ts";
import { readViews } from "./variable-views.ts";

const whole = {
  kind: "table",
  name: "t",
  rows: 1,
  names: ["a"],
  columns: { a: [1] },
  dtypes: { a: "int64" },
};
const viewsOf = (entry: object) => readViews(joinBody([entry]));

describe("what the interpreter shows of variables", () => {
  it("is taken when it is whole", () => {
    const { name: _, ...view } = whole;
    expect(viewsOf(whole)).toEqual({ t: view });
    const { ["__proto__"]: odd } = viewsOf({ name: "__proto__", kind: "json", value: 1 });
    expect(odd).toEqual({ kind: "json", value: 1 });
  });

  it.each([
    ["rows that are not those of the columns", { rows: 2 }],
    ["rows without end", { rows: 1e300 }],
    ["a name without a column", { names: ["b"] }],
    ["a name twice", { names: ["a", "a"], columns: { a: [1], b: [1] }, dtypes: { a: "x", b: "x" } }],
    ["a name that is none", { names: [{}] }],
    ["a name that only reads like one", { names: [["a"]] }],
    ["a name that cannot be read", { names: [{ toString: 1 }] }],
    ["a column without a type", { dtypes: {} }],
    ["a type that is none", { dtypes: { a: 1 } }],
    [
      "columns of different lengths",
      { names: ["a", "b"], columns: { a: [1], b: [] }, dtypes: { a: "", b: "" } },
    ],
    ["cells that are no scalars", { columns: { a: [{}] } }],
    ["columns that are none", { columns: [1] }],
  ])("is refused with %s", (_, change) => {
    expect(() => viewsOf({ ...whole, ...change })).toThrow(
      expect.objectContaining({ code: "VARIABLE_INVALID" }),
    );
  });

  it("is refused when it is no index", () => {
    const texts = [
      "",
      "x",
      "5\n[]",
      "-1\n[]",
      "2\n{}",
      "1e9\n[]",
      "999999999999999999999\n[]",
      `400\n${"[".repeat(400)}`,
    ];
    for (const text of texts)
      expect(() => readViews(new TextEncoder().encode(text))).toThrow(
        expect.objectContaining({ code: "VARIABLE_INVALID" }),
      );
    expect(splitBody(joinBody({ a: 1 }, [new Uint8Array([7])]))).toEqual({
      head: { a: 1 },
      rest: new Uint8Array([7]),
    });
  });

  it("has bytes as far as there are any", () => {
    const index = [
      { name: "a", kind: "bytes", bytes: 1 },
      { name: "b", kind: "bytes", bytes: 1e9 },
      { name: "c", kind: "bytes", bytes: -5 },
    ];
    const got = readViews(joinBody(index, [new Uint8Array([1, 2])]));
    expect(got.a).toEqual({ kind: "bytes", value: new Uint8Array([1]) });
    expect(got.b).toEqual({ kind: "bytes", value: new Uint8Array([2]) });
    expect(got.c).toEqual({ kind: "bytes", value: new Uint8Array(0) });
  });
});
