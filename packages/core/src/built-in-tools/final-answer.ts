import type { Json, JsonObject } from "../contract/json.ts";
import { isObject } from "../prompt/python-type.ts";
import { jsonSchema } from "../tools/json-schema.ts";
import { parseWith } from "../tools/parse.ts";
import type { Tool, ToolSchema } from "../tools/tool.ts";

/** The tool that ends a run with a value, called by the model or from code. The first call holds. */
export function finalAnswerTool(
  outputSchema: ToolSchema | undefined,
  onAnswer: (value: unknown) => boolean,
): Tool {
  const envelope = jsonSchema({ type: "object", required: ["value"] });
  return {
    signature: {
      name: "final_answer",
      description: "Ends the task with this value as the answer. Only the first call counts.",
      inputSchema: inputSchemaOf(outputSchema),
    },
    from: "both",
    async parseInput(input) {
      const parsed = await parseWith(envelope, input);
      if (!parsed.ok || !outputSchema) return parsed;
      const value = await parseWith(outputSchema, (input as JsonObject).value);
      return value.ok ? { ok: true, value: { value: value.value } } : value;
    },
    parseOutput: value => Promise.resolve({ ok: true, value }),
    async execute(input) {
      return onAnswer((input as { readonly value: unknown }).value)
        ? "The answer is taken. The task ends here."
        : "An answer was given before; this one is ignored.";
    },
  };
}

// The schema moves below "value": what it refers to inside itself moves with it.
function inputSchemaOf(outputSchema: ToolSchema | undefined): JsonObject {
  const form = outputSchema?.["~standard"].jsonSchema.input({ target: "draft-2020-12" }) ?? {};
  const { $schema: _, $defs, ...value } = form as JsonObject;
  return {
    type: "object",
    properties: { value: moved(value) },
    required: ["value"],
    ...($defs !== undefined && { $defs: moved($defs) }),
  };
}

function moved(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(moved);
  if (!isObject(schema)) return schema;
  const entries = Object.entries(schema).map(([key, value]) => [
    key,
    key === "$ref" ? reference(value) : moved(value),
  ]);
  return Object.fromEntries(entries) as JsonObject;
}

function reference(target: Json): Json {
  if (typeof target !== "string" || target.startsWith("#/$defs/")) return target;
  return target.startsWith("#") ? `#/properties/value${target.slice(1)}` : target;
}
