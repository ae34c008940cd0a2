import type { ParsedInput, ToolSchema } from "./tool.ts";

/** Validates a value with a schema; the message names each wrong place. */
export async function parseWith(schema: ToolSchema, value: unknown): Promise<ParsedInput> {
  const result = await schema["~standard"].validate(value);
  if (!result.issues) return { ok: true, value: result.value };
  const problems = result.issues.map(issue => `${pathText(issue.path)}${issue.message}`);
  return { ok: false, message: problems.join("; ") };
}

function pathText(path: readonly (PropertyKey | { key: PropertyKey })[] | undefined): string {
  if (!path?.length) return "";
  const keys = path.map(segment => String(typeof segment === "object" ? segment.key : segment));
  return `${keys.join(".")}: `;
}
