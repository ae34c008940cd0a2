import type { StandardSchemaV1 } from "@standard-schema/spec";
import { describe, expect, expectTypeOf, it } from "vitest";
import { z } from "zod";
import type { JsonObject } from "../contract/json.ts";
import { defineTool } from "./define-tool.ts";
import { jsonSchema } from "./json-schema.ts";
import type { ToolSchema } from "./tool.ts";

const coded = (code: string) => expect.objectContaining({ code });

describe("defineTool", () => {
  it("takes a schema's JSON form for the signature, and types the input", () => {
    const tool = defineTool({
      name: "search",
      description: "Finds.",
      input: z.object({ query: z.string(), limit: z.number().int().default(10) }),
      output: z.array(z.string()),
      execute: input => {
        expectTypeOf(input).toEqualTypeOf<{ query: string; limit: number }>();
        return [input.query];
      },
    });
    expect(tool.signature.inputSchema).toMatchObject({
      type: "object",
      required: ["query"],
      properties: { limit: { default: 10 } },
    });
    expect(tool.signature.outputSchema).toMatchObject({ type: "array", items: { type: "string" } });
    expect(tool.from).toBe("code");
  });

  it.each(["", "1a", "a-b", "a b", "ä", "x".repeat(65), "a\n"])("refuses %j as a name", name => {
    const make = () => defineTool({ name, description: "Tries.", input: z.object({}), execute: () => 1 });
    expect(make).toThrow(coded("TOOL_NAME_INVALID"));
  });

  it.each([
    ["class", "a keyword there"],
    ["print", "which every Python program has"],
    ["input", "which every Python program has"],
    ["display", "which every Python program has"],
  ])("refuses %s as a name", (name, message) => {
    const options = { name, description: "Tries.", input: z.object({}), execute: () => 1 };
    expect(() => defineTool(options)).toThrow(coded("TOOL_NAME_INVALID"));
    expect(() => defineTool(options)).toThrow(message);
  });

  it("takes the name of a builtin for a tool that code never sees, but no keyword", () => {
    const options = { description: "Tries.", input: z.object({}), from: "model", execute: () => 1 } as const;
    expect(defineTool({ name: "open", ...options }).signature.name).toBe("open");
    expect(() => defineTool({ name: "class", ...options })).toThrow(coded("TOOL_NAME_INVALID"));
  });

  it.each([
    ["no options", undefined, "Expected options of a tool { name, description, execute, … }, got undefined"],
    ["no name", { name: undefined }, 'option "name" of a tool to be an identifier of Python, got undefined'],
    ["no description", { description: undefined }, 'option "description" of tool "a" to be text'],
    ["an empty description", { description: " " }, 'option "description" of tool "a" to be text'],
    ["a misspelt option", { descripton: "Tries." }, 'got "descripton". Did you mean "description"?'],
    ["nothing to execute", { execute: undefined }, 'option "execute" of tool "a" to be a function'],
    ["an unknown audience", { from: "python" }, 'one of "code", "model", "both", got "python"'],
    ["no time", { timeoutMs: 0 }, '"timeoutMs" of tool "a" to be a number above 0, got 0'],
  ])("refuses %s", (_, change, message) => {
    const options = { name: "a", description: "Tries.", input: z.object({}), execute: () => 1 };
    const make = () => defineTool((change && { ...options, ...change }) as typeof options);
    expect(make).toThrow(coded("OPTION_INVALID"));
    expect(make).toThrow(message);
  });

  it("refuses a schema without a JSON form, and one that is no object", () => {
    const validateOnly: StandardSchemaV1 = {
      "~standard": { version: 1, vendor: "x", validate: value => ({ value }) },
    };
    for (const input of [
      validateOnly as ToolSchema,
      z.string(),
      z.object({ when: z.date() }),
      undefined as unknown as ToolSchema,
    ]) {
      const make = () => defineTool({ name: "a", description: "Tries.", input, execute: () => 1 });
      expect(make).toThrow(coded("TOOL_SCHEMA_UNSUPPORTED"));
    }
  });
});

describe("jsonSchema", () => {
  const cases: [JsonObject, unknown[], unknown[]][] = [
    [{ type: "string", minLength: 2, maxLength: 3 }, ["ab", "äöü"], ["a", "abcd", 1, null]],
    [{ type: "integer", minimum: 1, maximum: 3 }, [1, 3], [0, 4, 1.5, "1"]],
    [{ type: ["number", "null"] }, [1.5, null], [Number.NaN, "x", undefined]],
    [{ enum: ["a", 1, null] }, ["a", 1, null], ["b", 2, false]],
    [{ const: { a: 1 } }, [{ a: 1 }], [{ a: 2 }]],
    [{ anyOf: [{ type: "string" }, { type: "boolean" }] }, ["x", true], [1]],
    [
      { type: "array", items: { type: "integer" }, minItems: 1, maxItems: 2 },
      [[1], [1, 2]],
      [[], [1, 2, 3], ["x"], {}],
    ],
    [
      { type: "object", properties: { a: { type: "string" } }, required: ["a"] },
      [{ a: "x", b: 1 }],
      [{}, { a: 1 }, [], null],
    ],
    [{ type: "object", properties: { a: {} }, additionalProperties: false }, [{}, { a: 1 }], [{ b: 1 }]],
    [{ type: "object", additionalProperties: { type: "integer" } }, [{ x: 1 }], [{ x: "1" }]],
  ];

  it.each(cases)("checks %j", (schema, good, bad) => {
    const { validate } = jsonSchema(schema)["~standard"];
    for (const value of good) expect(validate(value)).toEqual({ value });
    for (const value of bad) expect(validate(value)).toHaveProperty("issues");
  });

  it("names the wrong place", async () => {
    const schema = jsonSchema({
      type: "object",
      properties: { rows: { type: "array", items: { type: "integer" } } },
    });
    expect(await schema["~standard"].validate({ rows: [1, "x"] })).toEqual({
      issues: [{ message: "expected integer, got string", path: ["rows", 1] }],
    });
  });

  it("refuses a keyword rather than not check it", () => {
    for (const schema of [
      { pattern: "x" },
      { type: "object", properties: { a: { format: "date" } } },
      { items: { $ref: "#" } },
      { not: {} },
      { constructor: 1 },
    ]) {
      expect(() => jsonSchema(schema as unknown as JsonObject)).toThrow(coded("TOOL_SCHEMA_UNSUPPORTED"));
    }
  });
});
