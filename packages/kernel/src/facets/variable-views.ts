import {
  CodeAgentError,
  type Json,
  type TableCell,
  type TableView,
  table,
  type VariableView,
} from "@tinycodeagent/core";
import { isRecord } from "../cells/read-json.ts";
import { splitBody } from "./bodies.ts";

/** Variables as the interpreter showed them. @throws CodeAgentError `VARIABLE_INVALID` when it showed something else */
export function readViews(answer: Uint8Array): Readonly<Record<string, VariableView>> {
  const { head, rest } = splitBody(answer);
  if (!Array.isArray(head)) throw invalid("an index of variables");
  let offset = 0;
  const views = head.flatMap((entry: unknown): [string, VariableView][] => {
    if (!isRecord(entry) || typeof entry.name !== "string") return [];
    const { name, bytes } = entry;
    if (entry.kind !== "bytes") return [[name, readView(entry)]];
    const value = rest.slice(offset, offset + (typeof bytes === "number" ? bytes : 0));
    offset += value.length;
    return [[name, { kind: "bytes", value }]];
  });
  return Object.fromEntries(views);
}

function readView(entry: Record<string, unknown>): VariableView {
  const { kind, value, type, repr, sizeBytes } = entry;
  if (kind === "json") return { kind, value: (value ?? null) as Json };
  if (kind === "table") return readTable(entry);
  const text = (content: unknown) => (typeof content === "string" ? content : "");
  return {
    kind: "opaque",
    type: text(type),
    repr: text(repr),
    ...(typeof sizeBytes === "number" && { sizeBytes }),
  };
}

// The same rules hold for a table whichever way it goes.
function readTable({ rows, names, columns, dtypes }: Record<string, unknown>): TableView {
  if (!isRecord(columns) || !isRecord(dtypes) || !Array.isArray(names)) throw invalid("a table");
  const made = table(columns as Record<string, readonly TableCell[]>);
  const isWhole =
    new Set(names).size === names.length &&
    names.length === Object.keys(columns).length &&
    names.every(name => isText(name) && Object.hasOwn(columns, name) && isText(dtypes[name])) &&
    names.length === Object.keys(dtypes).length &&
    Number.isSafeInteger(rows) &&
    Object.values(made.columns).every(cells => cells.length === rows);
  if (!isWhole) throw invalid("a table");
  return {
    kind: "table",
    rows: Number(rows),
    names,
    columns: made.columns,
    dtypes: dtypes as Record<string, string>,
  };
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function invalid(expected: string): CodeAgentError {
  return new CodeAgentError(
    "VARIABLE_INVALID",
    `Expected ${expected} from the interpreter, got something else.`,
  );
}
