import fc from "fast-check";
import { expect, it } from "vitest";
import { readJson } from "./read-json.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

it("reads any JSON that is not nested too deeply", () => {
  fc.assert(
    fc.property(fc.jsonValue(), value => {
      expect(readJson(bytes(JSON.stringify(value)))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

it("takes 200 levels and no more, whatever stands in its texts", () => {
  const nested = (levels: number, inner: string) => "[".repeat(levels) + inner + "]".repeat(levels);
  const text = JSON.stringify(`[[{"\\"${"[".repeat(500)}`);
  expect(readJson(bytes(nested(200, text)))).toBeDefined();
  expect(readJson(bytes(nested(201, text)))).toBeUndefined();
  expect(readJson(bytes(nested(100_000, "1")))).toBeUndefined();
});

it("reads nothing from what is no JSON", () => {
  for (const text of ["", "{", "[1,]", "undefined", "\u0000"]) expect(readJson(bytes(text))).toBeUndefined();
});
