import { describe, expect, it } from "vitest";
import { isTable, table } from "./table.ts";
import { variableProblem } from "./variable-problem.ts";

describe("a table", () => {
  it("is made of columns or of rows, and a row may lack what others have", () => {
    expect(table({ a: [1, 2], b: ["x", null] }).columns).toEqual({ a: [1, 2], b: ["x", null] });
    expect(table([{ a: 1 }, { b: true, a: undefined }]).columns).toEqual({ a: [1, null], b: [null, true] });
    expect(table([{ toString: "x" }, {}]).columns).toEqual({ toString: ["x", null] });
    expect(table([]).columns).toEqual({});
  });

  it("does not change with what it was made of", () => {
    const cells = [1];
    const made = table({ a: cells });
    cells.push(2);
    expect(made.columns).toEqual({ a: [1] });
  });

  it.each([
    [{ a: [1, 2], b: [1] }, 'columns of 2 cells like the first, got 1 in "b"'],
    [{ a: [1, Number.NaN] }, 'got NaN at "a"[1]'],
    [{ a: [[1]] }, 'at "a"[0]'],
    [{ a: [new Date(0)] }, 'at "a"[0]'],
    // biome-ignore lint/suspicious/noSparseArray: a hole is what is tested
    [{ a: [1, , 2] }, 'got undefined at "a"[1]'],
    [{ a: "text" }, 'as "a"'],
    [[{ a: 1 }, 5], "rows that are objects, got 5 at [1]"],
    [[undefined], "rows that are objects, got undefined at [0]"],
    [null, "columns by name or a list of rows"],
  ])("of %j is refused", (content, text) => {
    expect(() => table(content as never)).toThrow(
      expect.objectContaining({ code: "VARIABLE_INVALID", message: expect.stringContaining(text) }),
    );
  });

  it("is not plain data of the same members, which stays JSON", () => {
    expect(isTable({ columns: { a: [1] } })).toBe(false);
    expect(variableProblem({ columns: { a: [1] } }, "x")).toBeUndefined();
    expect(isTable(table({}))).toBe(true);
  });

  it("is a variable only while it is whole", () => {
    const made = table({ a: [1] });
    expect(variableProblem(made, "x")).toBeUndefined();
    (made.columns.a as unknown[]).push(() => 1);
    expect(variableProblem(made, "x")).toContain('variable "x"');
  });
});
