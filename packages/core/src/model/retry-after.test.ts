import { expect, it } from "vitest";
import { parseRetryAfter } from "./retry-after.ts";

const nowMs = Date.parse("Wed, 21 Oct 2026 07:28:00 GMT");
const parse = (headers: Record<string, string>) => parseRetryAfter(new Headers(headers), nowMs);

it("reads seconds, also with a fraction", () => {
  expect(parse({ "Retry-After": "3" })).toBe(3000);
  expect(parse({ "Retry-After": "0.25" })).toBe(250);
  expect(parse({ "Retry-After": "0" })).toBe(0);
});

it("reads an HTTP date, and takes one in the past for no wait", () => {
  expect(parse({ "Retry-After": "Wed, 21 Oct 2026 07:28:09 GMT" })).toBe(9000);
  expect(parse({ "Retry-After": "Wednesday, 21-Oct-26 07:28:09 GMT" })).toBe(9000);
  expect(parse({ "Retry-After": "Wed, 21 Oct 2026 07:27:00 GMT" })).toBe(0);
});

it("prefers milliseconds where a server gives them", () => {
  expect(parse({ "Retry-After": "3", "retry-after-ms": "120" })).toBe(120);
});

it("reads nothing from a header that is missing or makes no sense", () => {
  const senseless = ["", "soon", "-5", "NaN", "1e3", "Infinity", "Wed, nonsense"];
  expect(parse({})).toBeUndefined();
  for (const text of senseless) {
    expect(parse({ "Retry-After": text }), text).toBeUndefined();
  }
});

it("falls back to the plain header when the one in milliseconds makes no sense", () => {
  expect(parse({ "Retry-After": "2", "retry-after-ms": "soon" })).toBe(2000);
});
