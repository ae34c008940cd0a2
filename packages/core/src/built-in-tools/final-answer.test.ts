import { expect, it } from "vitest";
import { z } from "zod";
import { finalAnswerTool } from "./final-answer.ts";

const context = { callId: "1", source: "model", signal: new AbortController().signal } as const;

it("takes any JSON when no schema is given, and needs a value", async () => {
  const tool = finalAnswerTool(undefined, () => true);
  expect(await tool.parseInput({ value: [1, null] })).toMatchObject({ ok: true });
  expect(await tool.parseInput({})).toEqual({ ok: false, message: '"value" is missing' });
});

it("gives on what the schema made of the value", async () => {
  const answers: unknown[] = [];
  const tool = finalAnswerTool(z.object({ day: z.string().trim() }), value => answers.push(value) > 0);
  const parsed = await tool.parseInput({ value: { day: " Monday " } });
  if (parsed.ok) await tool.execute(parsed.value, context);
  expect(answers).toEqual([{ day: "Monday" }]);
  expect(await tool.parseInput({ value: {} })).toMatchObject({ ok: false });
});

it("keeps references of the schema valid where it is put", () => {
  const node = z.object({
    get children() {
      return z.array(node);
    },
  });
  const leaf = z.string().meta({ id: "Leaf" });
  const recursive = JSON.stringify(finalAnswerTool(node, () => true).signature.inputSchema);
  expect(recursive).toContain('"$ref":"#/properties/value"');
  const named = finalAnswerTool(z.object({ a: leaf, b: leaf }), () => true).signature.inputSchema;
  expect(named).toMatchObject({ $defs: { Leaf: { type: "string" } } });
  expect(JSON.stringify(named)).toContain('"$ref":"#/$defs/Leaf"');
});
