import { describe, expect, it } from "vitest";
import { listOf, oneOf, positiveInteger, positiveNumber, text } from "./common-rules.ts";
import { checkOptions } from "./option-checks.ts";
import { shownUncalled } from "./shown.ts";

const rules = {
  place: { expected: "a place", fits: (value: unknown) => value === "here", got: shownUncalled },
  size: positiveInteger,
  waitMs: positiveNumber,
  kind: oneOf(["a", "b"]),
  items: listOf("words", text.fits),
};
class Place {}
function here() {}

describe("options", () => {
  it.each<[unknown, string]>([
    [undefined, "Expected options { place, … }, got undefined. Pass an object."],
    [() => 1, "Expected options { place, … }, got a function."],
    [{ plase: 1 }, 'among place, size, waitMs, kind, items, got "plase". Did you mean "place"? Correct'],
    [{ zzzzzzzz: 1 }, 'got "zzzzzzzz". Correct its name'],
    [{ constructor: 1 }, 'got "constructor".'],
    [{}, 'Expected option "place" to be a place, got undefined.'],
    [{ place: here }, "got a function; did you mean here()?"],
    [{ place: Place }, "got a class; did you mean new Place()?"],
    [{ place: "x".repeat(1000) }, `got "${"x".repeat(100)}".`],
    [{ size: 1.5 }, 'Expected option "size" to be a whole number from 1, got 1.5.'],
    [{ waitMs: Number.NaN }, "a number above 0, got NaN."],
    [{ kind: "c" }, 'to be one of "a", "b", got "c".'],
    [{ items: here }, 'option "items" to be a list of words, got a function.'],
    [{ items: ["a", () => 1] }, "to be a list of words, got a function at items[1]."],
    [{ items: [{}] }, "got an object at items[0]."],
  ])("are refused with what came and where: %#", (options, message) => {
    expect(() => checkOptions(options, { rules, required: ["place"] })).toThrow(
      expect.objectContaining({ code: "OPTION_INVALID", message: expect.stringContaining(message) }),
    );
  });

  it("may be left out, or undefined, where they are not required", () => {
    expect(() => checkOptions({ size: undefined }, { rules })).not.toThrow();
    expect(() => checkOptions({ place: "here", kind: "a", items: [] }, { rules })).not.toThrow();
  });

  it("say whose they are", () => {
    const check = () => checkOptions({ size: 0 }, { rules, of: 'tool "t"' });
    expect(check).toThrow('Expected option "size" of tool "t" to be');
  });
});
