import type { TableInput } from "../contract/table.ts";
import type { VariableInput } from "../contract/variables.ts";
import { isTable } from "../table/table.ts";
import { isObject } from "./python-type.ts";

/** What a run was given. */
export interface Given {
  readonly variables: Readonly<Record<string, VariableInput>>;
  readonly files: Readonly<Record<string, string | Uint8Array>>;
}

/** Variables and files of a run: their names and what they are, never their whole content. */
export function describeGiven({ variables, files }: Given): string {
  const lines = [
    ...Object.entries(variables).map(([name, value]) => `- variable ${name}: ${describeValue(value)}`),
    ...Object.entries(files).map(([path, content]) => `- file ${path}: ${sizeOf(content)} bytes`),
  ];
  return lines.length ? `# Given for this task\n${lines.join("\n")}` : "";
}

const maxPreview = 80;

function describeValue(value: VariableInput): string {
  if (value instanceof Uint8Array) return `bytes, ${value.length} long`;
  if (isTable(value)) return describeTable(value);
  if (Array.isArray(value)) return `list, ${value.length} long`;
  if (isObject(value)) return `dict with ${keysText(Object.keys(value))}`;
  if (typeof value === "string" && value.length > maxPreview) return `str, ${value.length} characters`;
  return `${typeof value === "string" ? "str " : ""}${JSON.stringify(value)}`;
}

function describeTable({ columns }: TableInput): string {
  const rows = Object.values(columns)[0]?.length ?? 0;
  return `table of ${rows} rows (a pandas DataFrame, or a dict of lists without pandas) with ${keysText(Object.keys(columns))}`;
}

function keysText(keys: readonly string[]): string {
  const shown = keys.slice(0, 10).map(key => JSON.stringify(key));
  return keys.length > shown.length
    ? `${keys.length} keys: ${shown.join(", ")}, …`
    : shown.join(", ") || "no keys";
}

function sizeOf(content: string | Uint8Array): number {
  return typeof content === "string" ? new TextEncoder().encode(content).length : content.length;
}
