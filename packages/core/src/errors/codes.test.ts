import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { CodeAgentError, isCodeAgentError } from "./code-agent-error.ts";
import { errorCodes } from "./codes.ts";

it("documents exactly the codes that there are", () => {
  const page = readFileSync(new URL("../../ERRORS.md", import.meta.url), "utf8");
  const documented = [...page.matchAll(/^### (\w+)$/gm)].map(match => match[1]);
  expect(documented).toEqual([...errorCodes]);
});

it("knows an error of another copy of the package by its brand", () => {
  const foreign = Object.assign(new Error("lost"), {
    code: "SESSION_LOST",
    [Symbol.for("@tinycodeagent/error")]: true,
  });
  expect(isCodeAgentError(foreign, "SESSION_LOST")).toBe(true);
  expect(isCodeAgentError(foreign, "ABORTED")).toBe(false);
  expect(isCodeAgentError(new Error("lost"))).toBe(false);
});

it("keeps the cause and the details", () => {
  const cause = new Error("why");
  const error = new CodeAgentError("ABORTED", "It ended.", { cause, details: { step: 1 } });
  expect(error).toMatchObject({
    name: "CodeAgentError",
    code: "ABORTED",
    message: "It ended.",
    cause,
    details: { step: 1 },
  });
});
