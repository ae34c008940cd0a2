import type { ParsedInput, ToolSchema } from "./tool.ts";

/** What a caller can read: input may be wrong in a million places. */
const maxIssues = 20;
const maxMessageCharacters = 4_000;

/** Validates a value with a schema; the message names each wrong place. */
export async function parseWith(schema: ToolSchema, value: unknown): Promise<ParsedInput> {
  const result = await schema["~standard"].validate(value);
  if (!result.issues) return { ok: true, value: result.value };
  const problems = result.issues.slice(0, maxIssues).map(issue => `${pathText(issue.path)}${issue.message}`);
  if (result.issues.length > maxIssues) problems.push(`and ${result.issues.length - maxIssues} more`);
  return { ok: false, message: problems.join("; ").slice(0, maxMessageCharacters) };
}

function pathText(path: readonly (PropertyKey | { key: PropertyKey })[] | undefined): string {
  if (!path?.length) return "";
  const keys = path.map(segment => String(typeof segment === "object" ? segment.key : segment));
  return `${keys.join(".")}: `;
}
