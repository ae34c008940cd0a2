import { CodeAgentError } from "@tinycodeagent/core";
import { expect, it } from "vitest";
import { jsonLine } from "./json-reporter.ts";

it("bytes are base64", () => {
  expect(jsonLine({ data: new Uint8Array([0, 255, 16]) })).toBe('{"data":{"base64":"AP8Q"}}');
});

it("an error is its code, its message and its details", () => {
  const error = new CodeAgentError("MODEL_FAILED", "It failed.", { details: { status: 500 } });
  expect(JSON.parse(jsonLine({ error }))).toEqual({
    error: { code: "MODEL_FAILED", message: "It failed.", details: { status: 500 } },
  });
});

it("a line holds no control character and is the same value again", () => {
  const text = "a\n\u001b\u007f\u009b\u202e";
  const line = jsonLine({ text });
  expect(line).toMatch(/^[ -~]*$/);
  expect(JSON.parse(line)).toEqual({ text });
});
