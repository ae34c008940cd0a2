import type { Json, JsonObject } from "../contract/json.ts";
import type { ToolSignature } from "../contract/tool-call.ts";
import { isObject, pythonLiteral, pythonType } from "./python-type.ts";

const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;
const keywords =
  /^(False|None|True|and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield)$/;

/** A host tool as a Python function without a body: name, typed parameters, docstring. */
export function pythonSignature(signature: ToolSignature): string {
  const { name, description, inputSchema, outputSchema } = signature;
  const parameters = parametersOf(inputSchema);
  const list = parameters.map(parameter => parameter.text).join(", ");
  const returns = outputSchema ? ` -> ${pythonType(outputSchema, outputSchema)}` : "";
  const details = [
    ...parameters.flatMap(parameter => parameter.details),
    ...(outputSchema ? fieldLines("returns", outputSchema, outputSchema) : []),
  ];
  return `def ${name}(${list})${returns}:\n${docstring(description, details)}`;
}

interface Parameter {
  readonly text: string;
  readonly details: readonly string[];
}

// As in Python, parameters without a default come first.
function parametersOf(schema: JsonObject): readonly Parameter[] {
  const properties = isObject(schema.properties) ? Object.entries(schema.properties) : [];
  const required = Array.isArray(schema.required) ? schema.required : [];
  const needed = properties.filter(([name]) => required.includes(name));
  const others = properties.filter(([name]) => !required.includes(name));
  return [
    ...needed.map(([name, property]) => parameterOf(name, property, schema, "")),
    ...others.map(([name, property]) => parameterOf(name, property, schema, ` = ${defaultOf(property)}`)),
  ].sort((left, right) => Number(left.text.startsWith("**")) - Number(right.text.startsWith("**")));
}

function parameterOf(name: string, property: Json, root: JsonObject, suffix: string): Parameter {
  const type = pythonType(property, root);
  // A name that Python cannot write is passed by unpacking.
  const isName = identifier.test(name) && !keywords.test(name);
  const text = isName ? `${name}: ${type}${suffix}` : `**{${JSON.stringify(name)}: ${type}}`;
  return { text, details: [...described(name, property), ...fieldLines(name, property, root)] };
}

// "..." stands for a default that only the tool knows.
function defaultOf(property: Json): string {
  return isObject(property) && property.default !== undefined ? pythonLiteral(property.default) : "...";
}

function described(name: string, property: Json): readonly string[] {
  const text = isObject(property) ? property.description : undefined;
  return typeof text === "string" && text ? [`${name}: ${text}`] : [];
}

// The fields of a dictionary, or of each item of a list: a type alone does not name them.
function fieldLines(name: string, schema: Json, root: JsonObject): readonly string[] {
  if (!isObject(schema)) return [];
  if (isObject(schema.items)) return fieldLines(`${name}[]`, schema.items, root);
  if (!isObject(schema.properties)) return [];
  const required = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(schema.properties).map(([key, property]) => {
    const text = isObject(property) && typeof property.description === "string" ? property.description : "";
    const optional = required.includes(key) ? "" : ", optional";
    return `${name}[${JSON.stringify(key)}] (${pythonType(property, root)}${optional})${text && `: ${text}`}`;
  });
}

function docstring(description: string, details: readonly string[]): string {
  const text = [description.trim(), ...(details.length ? ["", ...details] : [])].join("\n");
  const lines = text.replaceAll('"""', "'''").split("\n");
  const body = lines.map((line, index) => (index && line ? `    ${line}` : line)).join("\n");
  return lines.length > 1 ? `    """${body}\n    """` : `    """${body}"""`;
}
