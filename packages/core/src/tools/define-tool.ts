import { callable, oneOf, positiveNumber, text } from "../checks/common-rules.ts";
import { checkOptions, isRecord, type OptionRule } from "../checks/option-checks.ts";
import { isPythonBuiltin, isPythonKeyword } from "../checks/python-names.ts";
import { shown } from "../checks/shown.ts";
import type { JsonObject } from "../contract/json.ts";
import { CodeAgentError, messageOf } from "../errors/code-agent-error.ts";
import { parseWith } from "./parse.ts";
import type { Tool, ToolOptions, ToolSchema } from "./tool.ts";

const identifier = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

const anything = { expected: "a schema with a JSON form", fits: () => true };

// Names and schemas have codes of their own and are checked by themselves.
const rules = {
  name: { expected: "an identifier of Python", fits: () => true },
  description: text,
  input: anything,
  output: anything,
  from: oneOf(["code", "model", "both"]),
  timeoutMs: positiveNumber,
  execute: callable,
} satisfies Record<keyof ToolOptions<unknown, unknown>, OptionRule>;

/**
 * Makes a tool of a function of the host. Its options, its name and the JSON form of its schemas are checked here.
 * @throws CodeAgentError `OPTION_INVALID`, `TOOL_NAME_INVALID`, `TOOL_SCHEMA_UNSUPPORTED`
 */
export function defineTool<Input, Output>(options: ToolOptions<Input, Output>): Tool {
  checkToolOptions(options);
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

function checkToolOptions(options: unknown): void {
  const name = isRecord(options) ? options.name : undefined;
  const of = typeof name === "string" ? `tool ${shown(name)}` : "a tool";
  if (isRecord(options) && name !== undefined) checkName(name, options.from !== "model");
  checkOptions(options, { rules, required: ["name", "description", "execute"], of });
}

function checkName(name: unknown, isForCode: boolean): void {
  if (typeof name !== "string" || !identifier.test(name)) {
    throw nameInvalid(`of letters, digits and "_" (at most 64, no digit first), got ${shown(name)}`);
  }
  if (isPythonKeyword(name))
    throw nameInvalid(`that can be called in Python, got "${name}", a keyword there`);
  if (isForCode && isPythonBuiltin(name)) {
    throw nameInvalid(`of its own, got "${name}", which every Python program has and the tool would hide`);
  }
}

function nameInvalid(problem: string): CodeAgentError {
  return new CodeAgentError("TOOL_NAME_INVALID", `Expected a tool name ${problem}. Rename the tool.`);
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
