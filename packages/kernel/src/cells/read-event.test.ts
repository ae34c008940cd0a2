import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readEvent } from "./read-event.ts";

const body = (content: unknown) =>
  new TextEncoder().encode(typeof content === "string" ? content : JSON.stringify(content));

describe("a frame that user code may have written", () => {
  it("is an event only when it is of the right shape", () => {
    expect(readEvent({ header: { type: "result" }, body: body({ repr: "1", value: 1 }) })).toEqual({
      type: "result",
      repr: "1",
      value: 1,
    });
    expect(readEvent({ header: { type: "result" }, body: body({ repr: 1 }) })).toBeUndefined();
    expect(readEvent({ header: { type: "result" }, body: body("no json") })).toBeUndefined();
    expect(
      readEvent({ header: { type: "exception" }, body: body({ name: "E", message: "m" }) }),
    ).toBeUndefined();
    for (const type of ["something", "constructor", "__proto__", "toString"]) {
      expect(readEvent({ header: { type }, body: body("") })).toBeUndefined();
    }
  });

  it("shows a display whose contents are exactly its body", () => {
    const display = (contents: unknown) =>
      readEvent({ header: { type: "display", contents }, body: body("abcdef") });
    expect(display([["text/html", 6]])).toEqual({ type: "display", data: { "text/html": "abcdef" } });
    expect(
      display([
        ["text/html", 3],
        ["image/png", 3],
      ]),
    ).toEqual({
      type: "display",
      data: { "text/html": "abc", "image/png": body("def") },
    });
    expect(display([["text/html", 5]])).toBeUndefined();
    expect(display([["text/html", 7]])).toBeUndefined();
    expect(display([["no type", 6]])).toBeUndefined();
    expect(display([["text/html", -6]])).toBeUndefined();
    expect(display("text/html")).toBeUndefined();
    expect(display([[{ toString: 1 }, 6]])).toBeUndefined();
    expect(display([[["text/html"], 6]])).toBeUndefined();
  });

  it("is cut to the size that a worker holds itself to", () => {
    const read = (type: string, content: unknown) => readEvent({ header: { type }, body: body(content) });
    const long = "x".repeat(600_000);
    expect(read("result", { repr: long, value: long })).toEqual({
      type: "result",
      repr: expect.stringMatching(/^x{65636}$/),
      value: long,
    });
    expect(read("result", { repr: "", value: "x".repeat(3_000_000) })).toBeUndefined();
    expect(read("exception", { name: "x".repeat(3_000_000), message: "", traceback: "" })).toBeUndefined();
    expect(read("exception", { name: long, message: long, traceback: long })).toMatchObject({
      name: expect.stringMatching(/^x{1000}$/),
      traceback: expect.stringMatching(/^x{65636}$/),
    });
    const display = { type: "display", contents: [["text/html", 11_000_000]] };
    expect(readEvent({ header: display, body: new Uint8Array(11_000_000) })).toBeUndefined();
  });

  it("never names a reason or fate that does not exist", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (reason, state) => {
        const event = readEvent({ header: { type: "end", reason, state }, body: body("") });
        expect(event).toEqual({ type: "end", reason: "crashed", state: "reset", protected: false });
      }),
    );
  });
});
