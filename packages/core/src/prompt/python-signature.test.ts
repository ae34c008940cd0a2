import { expect, it } from "vitest";
import { z } from "zod";
import type { JsonObject } from "../contract/json.ts";
import { defineTool } from "../tools/define-tool.ts";
import { pythonSignature } from "./python-signature.ts";

function signatureOf(inputSchema: JsonObject, outputSchema?: JsonObject): string {
  const signature = {
    name: "f",
    description: "Does it.",
    inputSchema,
    ...(outputSchema && { outputSchema }),
  };
  return pythonSignature(signature);
}

it("writes types, defaults and descriptions of a Zod schema", () => {
  const tool = defineTool({
    name: "search",
    description: "Searches.\nBest first.",
    input: z.object({
      limit: z.int().default(10).describe("How many."),
      query: z.string().describe("Words to find."),
      tags: z.array(z.string()).optional(),
      mode: z.enum(["all", "any"]).nullable(),
    }),
    output: z.array(z.object({ title: z.string(), score: z.number().optional() })),
    execute: () => [],
  });
  expect(
    pythonSignature(tool.signature),
  ).toBe(`def search(query: str, mode: Literal["all", "any"] | None, limit: int = 10, tags: list[str] = ...) -> list[dict]:
    """Searches.
    Best first.

    query: Words to find.
    limit: How many.
    returns[]["title"] (str)
    returns[]["score"] (float, optional)
    """`);
});

it.each<[string, JsonObject, string]>([
  ["no parameters", {}, "def f():"],
  [
    "a list of types",
    { properties: { a: { type: ["string", "null"] } }, required: ["a"] },
    "def f(a: str | None):",
  ],
  [
    "a map",
    { properties: { a: { type: "object", additionalProperties: { type: "integer" } } }, required: ["a"] },
    "def f(a: dict[str, int]):",
  ],
  ["a constant", { properties: { a: { const: true } }, required: ["a"] }, "def f(a: Literal[True]):"],
  ["anything", { properties: { a: {} }, required: ["a"] }, "def f(a: Any):"],
  [
    "a name that is no identifier",
    { properties: { "a-b": { type: "string" }, from: {}, c: {} }, required: ["a-b", "from", "c"] },
    'def f(c: Any, **{"a-b": str}, **{"from": Any}):',
  ],
  [
    "a reference",
    { properties: { a: { $ref: "#/$defs/A" } }, required: ["a"], $defs: { A: { type: "string" } } },
    "def f(a: str):",
  ],
  [
    "a reference in a circle",
    { properties: { a: { $ref: "#/$defs/A" } }, required: ["a"], $defs: { A: { $ref: "#/$defs/A" } } },
    "def f(a: Any):",
  ],
])("writes %s", (_, schema, line) => {
  expect(signatureOf({ type: "object", ...schema }).split("\n")[0]).toBe(line);
});

it("cannot be broken out of by a description", () => {
  const text = pythonSignature({ name: "f", description: 'a """ b', inputSchema: { type: "object" } });
  expect(text.match(/"""/g)).toHaveLength(2);
});
