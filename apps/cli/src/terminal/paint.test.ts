import { expect, it } from "vitest";
import { paintFor } from "./paint.ts";

it("a terminal gets colours", () => {
  expect(paintFor({ isTTY: true }, {})("red", "x")).toBe("\u001b[31mx\u001b[39m");
});

it.each([
  ["a pipe", { isTTY: false }, {}],
  ["NO_COLOR", { isTTY: true }, { NO_COLOR: "1" }],
  ["a dumb terminal", { isTTY: true }, { TERM: "dumb" }],
])("%s gets none", (_title, stream, env) => {
  expect(paintFor(stream, env)("red", "x")).toBe("x");
});
