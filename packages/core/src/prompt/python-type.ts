import type { Json, JsonObject } from "../contract/json.ts";

/** Nested types beyond this are written as their outermost name. */
const maxDepth = 4;

/** The Python type that a JSON Schema stands for, as text for people and models. */
export function pythonType(schema: Json | undefined, root: JsonObject, depth = 0): string {
  if (!isObject(schema) || depth > maxDepth) return "Any";
  const target = typeof schema.$ref === "string" ? resolve(schema.$ref, root) : schema;
  if (target !== schema) return pythonType(target, root, depth + 1);
  if (Array.isArray(schema.enum)) return literal(schema.enum);
  if (schema.const !== undefined) return literal([schema.const]);
  const options = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(options)) return union(options.map(option => pythonType(option, root, depth + 1)));
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  return union(types.map(type => named(type, schema, root, depth)));
}

function named(type: Json | undefined, schema: JsonObject, root: JsonObject, depth: number): string {
  if (type === "array") return `list${argument(schema.items, root, depth)}`;
  if (type === "object") return dict(schema, root, depth);
  return (typeof type === "string" && Object.hasOwn(simple, type) ? simple[type] : undefined) ?? "Any";
}

const simple: Readonly<Record<string, string>> = {
  string: "str",
  integer: "int",
  number: "float",
  boolean: "bool",
  null: "None",
};

function argument(items: Json | undefined, root: JsonObject, depth: number): string {
  return items === undefined ? "" : `[${pythonType(items, root, depth + 1)}]`;
}

function dict({ additionalProperties, properties }: JsonObject, root: JsonObject, depth: number): string {
  if (!isObject(additionalProperties) || properties !== undefined) return "dict";
  return `dict[str, ${pythonType(additionalProperties, root, depth + 1)}]`;
}

function literal(values: readonly Json[]): string {
  return `Literal[${values.map(pythonLiteral).join(", ")}]`;
}

/** A JSON value as Python writes it. */
export function pythonLiteral(value: Json): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (Array.isArray(value)) return `[${value.map(pythonLiteral).join(", ")}]`;
  if (typeof value !== "object") return JSON.stringify(value);
  const entries = Object.entries(value as JsonObject).map(
    ([key, entry]) => `${JSON.stringify(key)}: ${pythonLiteral(entry)}`,
  );
  return `{${entries.join(", ")}}`;
}

function union(types: readonly string[]): string {
  return [...new Set(types)].join(" | ");
}

function resolve(reference: string, root: JsonObject): Json | undefined {
  if (!reference.startsWith("#")) return undefined;
  let place: Json | undefined = root;
  for (const key of reference.split("/").slice(1)) place = isObject(place) ? place[key] : undefined;
  return place;
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
