import type { JsonObject } from "../contract/json.ts";
import { CodeAgentError, messageOf } from "../errors/code-agent-error.ts";
import { parseWith } from "./parse.ts";
import type { Tool, ToolOptions, ToolSchema } from "./tool.ts";

const identifier = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

/**
 * Makes a tool of a function of the host. Its name, and the JSON form of its schemas, are checked here.
 * @throws CodeAgentError `TOOL_NAME_INVALID`, `TOOL_SCHEMA_UNSUPPORTED`
 */
export function defineTool<Input, Output>(options: ToolOptions<Input, Output>): Tool {
  checkName(options.name);
  const { name, description, output } = options;
  return {
    signature: {
      name,
      description,
      inputSchema: objectSchemaOf(name, options.input),
      ...(output && { outputSchema: jsonFormOf(name, output, "output") }),
    },
    from: options.from ?? "code",
    ...(options.timeoutMs !== undefined && { timeoutMs: options.timeoutMs }),
    parseInput: input => parseWith(options.input, input),
    parseOutput: value => (output ? parseWith(output, value) : Promise.resolve({ ok: true, value })),
    execute: async (input, context) => options.execute(input as Input, context),
  };
}

function checkName(name: string): void {
  if (identifier.test(name)) return;
  throw new CodeAgentError(
    "TOOL_NAME_INVALID",
    `Expected a tool name of letters, digits and "_" (at most 64, no digit first), got ${JSON.stringify(name)}. Rename the tool.`,
  );
}

function objectSchemaOf(name: string, schema: ToolSchema<unknown, unknown>): JsonObject {
  const form = jsonFormOf(name, schema, "input");
  if (form.type === "object") return form;
  throw unsupported(name, `its input is not an object but ${JSON.stringify(form.type ?? form)}`);
}

function jsonFormOf(
  name: string,
  schema: ToolSchema<unknown, unknown>,
  side: "input" | "output",
): JsonObject {
  const converter = schema?.["~standard"]?.jsonSchema;
  if (!converter) throw unsupported(name, `its ${side} schema has no JSON form (~standard.jsonSchema)`);
  try {
    const { $schema: _, ...form } = converter[side]({ target: "draft-2020-12" }) as JsonObject;
    return form;
  } catch (cause) {
    throw unsupported(name, `its ${side} schema has no JSON form: ${messageOf(cause)}`, cause);
  }
}

function unsupported(name: string, problem: string, cause?: unknown): CodeAgentError {
  return new CodeAgentError(
    "TOOL_SCHEMA_UNSUPPORTED",
    `Expected schemas with a JSON form for tool "${name}", but ${problem}. Use z.object({ … }) of Zod 4.2 or later, or jsonSchema({ … }).`,
    { cause },
  );
}
