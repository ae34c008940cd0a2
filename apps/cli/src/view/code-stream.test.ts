import fc from "fast-check";
import { expect, it } from "vitest";
import { createCodeStream } from "./code-stream.ts";

it("gives the code however its JSON is cut into pieces", () => {
  const codes = fc.string({ unit: "binary", maxLength: 60 });
  const asciiJson = (text: string) =>
    JSON.stringify(text).replace(/[^ -~]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
  fc.assert(
    fc.property(codes, fc.integer({ min: 1, max: 9 }), fc.boolean(), (code, size, isAscii) => {
      const json = `{ "code": ${isAscii ? asciiJson(code) : JSON.stringify(code)}}`;
      const stream = createCodeStream();
      let shown = "";
      for (let start = 0; start < json.length; start += size)
        shown += stream.add(json.slice(start, start + size));
      expect(shown).toBe(code);
      expect(stream.code).toBe(code);
    }),
  );
});

it("gives each piece as soon as it is there", () => {
  const stream = createCodeStream();
  expect(stream.add('{"code":"a')).toBe("a");
  expect(stream.add("b\\")).toBe("b");
  expect(stream.add("nc")).toBe("\nc");
});

it("gives nothing for arguments of another form", () => {
  const stream = createCodeStream();
  expect(stream.add('{"source":"a"}')).toBe("");
  expect(stream.code).toBe("");
});
