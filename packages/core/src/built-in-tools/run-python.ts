import type { ToolSignature } from "../contract/tool-call.ts";
import { jsonSchema } from "../tools/json-schema.ts";
import { parseWith } from "../tools/parse.ts";

/** The native tool by which a model runs code. It is answered by the session, not by the broker. */
export const runPythonSignature: ToolSignature = {
  name: "run_python",
  description:
    "Runs Python code in the live session and returns what it printed and the value of its last expression. Variables, functions and imports stay for later calls.",
  inputSchema: {
    type: "object",
    properties: { code: { type: "string", description: "The code, whole lines of Python." } },
    required: ["code"],
    additionalProperties: false,
  },
};

const schema = jsonSchema<{ readonly code: string }>(runPythonSignature.inputSchema);

/** The code of a `run_python` call. */
export async function parseRunPython(
  input: unknown,
): Promise<{ ok: true; code: string } | { ok: false; message: string }> {
  const parsed = await parseWith(schema, input);
  if (!parsed.ok) return parsed;
  const { code } = parsed.value as { readonly code: string };
  return code.trim()
    ? { ok: true, code }
    : { ok: false, message: "code: expected code, got an empty string" };
}
