import type { Json, JsonObject } from "../contract/json.ts";
import { CodeAgentError } from "../errors/code-agent-error.ts";
import type { ToolSchema } from "./tool.ts";

const maxIssues = 100;

type Issue = { readonly message: string; readonly path: readonly PropertyKey[] };
type Place = { readonly path: readonly PropertyKey[]; readonly issues: Issue[] };
type Keyword = (value: unknown, schema: JsonObject, place: Place) => void;

/**
 * A tool schema from plain JSON Schema, as MCP servers give it. Supported: `type`, `properties`, `required`,
 * `additionalProperties`, `items`, `enum`, `const`, `anyOf`, and bounds of numbers, strings and arrays. Any other keyword that
 * would restrict a value is refused: a check that is not made must not look made.
 * @throws CodeAgentError `TOOL_SCHEMA_UNSUPPORTED`
 */
export function jsonSchema<Input = Json>(schema: JsonObject): ToolSchema<unknown, Input> {
  refuseUnknownKeywords(schema, "#");
  const form = () => schema as Record<string, unknown>;
  return {
    "~standard": {
      version: 1,
      vendor: "tinycodeagent",
      validate(value) {
        const issues: Issue[] = [];
        check(value, schema, { path: [], issues });
        return issues.length ? { issues } : { value: value as Input };
      },
      jsonSchema: { input: form, output: form },
    },
  };
}

function check(value: unknown, schema: JsonObject, place: Place): void {
  for (const [name, keyword] of Object.entries(keywords)) {
    if (schema[name] !== undefined) keyword(value, schema, place);
  }
}

const keywords: Readonly<Record<string, Keyword>> = {
  type: (value, { type }, place) => {
    const types = Array.isArray(type) ? type : [type];
    if (!types.some(name => isOfType(value, name)))
      report(place, `expected ${types.join(" or ")}, got ${kindOf(value)}`);
  },
  enum: (value, { enum: allowed }, place) => {
    const texts = (allowed as Json[]).map(item => JSON.stringify(item));
    if (!texts.includes(JSON.stringify(value))) report(place, `expected one of ${texts.join(", ")}`);
  },
  const: (value, { const: only }, place) => {
    if (JSON.stringify(value) !== JSON.stringify(only)) report(place, `expected ${JSON.stringify(only)}`);
  },
  anyOf: (value, { anyOf }, place) => {
    const fits = (anyOf as JsonObject[]).some(option => {
      const issues: Issue[] = [];
      check(value, option, { path: place.path, issues });
      return issues.length === 0;
    });
    if (!fits) report(place, "fits none of the alternatives");
  },
  required: (value, { required }, place) => {
    if (!isObject(value)) return;
    for (const name of required as string[]) {
      if (!Object.hasOwn(value, name)) report(place, `"${name}" is missing`);
    }
  },
  properties: (value, { properties }, place) => {
    if (!isObject(value)) return;
    for (const [name, schema] of Object.entries(properties as JsonObject)) {
      if (Object.hasOwn(value, name)) check(value[name], schema as JsonObject, below(place, name));
    }
  },
  additionalProperties: (value, { additionalProperties, properties }, place) => {
    if (!isObject(value) || additionalProperties === true) return;
    const known = Object.keys((properties as JsonObject | undefined) ?? {});
    for (const name of Object.keys(value).filter(key => !known.includes(key))) {
      if (additionalProperties === false)
        report(place, `"${name}" is not known; known are ${known.join(", ")}`);
      else check(value[name], additionalProperties as JsonObject, below(place, name));
    }
  },
  items: (value, { items }, place) => {
    if (!Array.isArray(value)) return;
    value.forEach((item, index) => {
      check(item, items as JsonObject, below(place, index));
    });
  },
  minimum: atLeast(numberOf, "a number"),
  maximum: atMost(numberOf, "a number"),
  minLength: atLeast(lengthOf, "a length"),
  maxLength: atMost(lengthOf, "a length"),
  minItems: atLeast(countOf, "a count"),
  maxItems: atMost(countOf, "a count"),
};

const annotations = [
  "title",
  "description",
  "default",
  "examples",
  "$schema",
  "$id",
  "$comment",
  "deprecated",
];

function refuseUnknownKeywords(schema: Json | undefined, where: string): void {
  if (!isObject(schema)) throw refused(where, "is not an object");
  for (const name of Object.keys(schema)) {
    if (!Object.hasOwn(keywords, name) && !annotations.includes(name))
      throw refused(where, `uses "${name}", which is not checked`);
  }
  const { properties, items, anyOf, additionalProperties } = schema as JsonObject;
  for (const [name, inner] of Object.entries((properties as JsonObject | undefined) ?? {})) {
    refuseUnknownKeywords(inner, `${where}/${name}`);
  }
  for (const inner of (anyOf as Json[] | undefined) ?? []) refuseUnknownKeywords(inner, `${where}/anyOf`);
  if (items !== undefined) refuseUnknownKeywords(items, `${where}/items`);
  if (isObject(additionalProperties)) refuseUnknownKeywords(additionalProperties as JsonObject, `${where}/*`);
}

function refused(where: string, problem: string): CodeAgentError {
  return new CodeAgentError(
    "TOOL_SCHEMA_UNSUPPORTED",
    `Expected JSON Schema of the supported keywords, but the schema at ${where} ${problem}. Simplify it, or use a validation library.`,
  );
}

function atLeast(measure: (value: unknown) => number | undefined, what: string): Keyword {
  return bound(measure, (size, limit) => size >= limit, `expected ${what} of at least`, [
    "minimum",
    "minLength",
    "minItems",
  ]);
}

function atMost(measure: (value: unknown) => number | undefined, what: string): Keyword {
  return bound(measure, (size, limit) => size <= limit, `expected ${what} of at most`, [
    "maximum",
    "maxLength",
    "maxItems",
  ]);
}

function bound(
  measure: (value: unknown) => number | undefined,
  fits: (size: number, limit: number) => boolean,
  text: string,
  names: readonly string[],
): Keyword {
  return (value, schema, place) => {
    const size = measure(value);
    for (const name of names) {
      const limit = schema[name];
      if (size !== undefined && typeof limit === "number" && !fits(size, limit))
        report(place, `${text} ${limit}, got ${size}`);
    }
  };
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

function lengthOf(value: unknown): number | undefined {
  return typeof value === "string" ? [...value].length : undefined;
}

function countOf(value: unknown): number | undefined {
  return Array.isArray(value) ? value.length : undefined;
}

function report(place: Place, message: string): void {
  // Nobody reads more, and input may be wrong in a million places.
  if (place.issues.length < maxIssues) place.issues.push({ message, path: place.path });
}

function below(place: Place, key: PropertyKey): Place {
  return { path: [...place.path, key], issues: place.issues };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isOfType(value: unknown, type: unknown): boolean {
  if (type === "integer") return Number.isInteger(value);
  if (type === "number") return typeof value === "number" && Number.isFinite(value);
  return kindOf(value) === type;
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}
