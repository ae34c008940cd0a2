import { expect, it } from "vitest";
import { harmless } from "./harmless.ts";

it("escape sequences are shown instead of done", () => {
  expect(harmless("\u001b[2J\u001b]0;title\u0007done")).toBe("␛[2J␛]0;title␇done");
});

it("control characters of one byte beyond ASCII are shown too", () => {
  expect(harmless("a\u009b31mb\u007f")).toBe("a\\x9b31mb␡");
});

it("characters that turn the reading direction are shown", () => {
  expect(harmless("a\u202eb\u2066")).toBe("a\\u202eb\\u2066");
});

it("line ends and tabs stay, and a line end of two characters becomes one", () => {
  expect(harmless("a\tb\r\nc\rd")).toBe("a\tb\nc␍d");
});

it("text of any language and emoji stay as they are", () => {
  expect(harmless("Größe — 日本語 👩‍💻")).toBe("Größe — 日本語 👩‍💻");
});
