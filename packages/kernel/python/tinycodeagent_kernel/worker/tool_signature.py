"""Python signatures and docstrings made of JSON Schema."""

import inspect
import keyword

TYPES = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "array": "list",
    "object": "dict",
    "null": "None",
}


class TypeText(str):
    """A type as it would be written; signatures show it without quotes."""

    __repr__ = str.__str__


def ordered_properties(schema):
    """Names and schemas of the parameters: those that are required first, else in the schema's order."""
    required = set(schema.get("required", ()))
    return sorted(schema.get("properties", {}).items(), key=lambda item: item[0] not in required)


def signature_of(signature):
    """Optional parameters have their default, or None. A name that Python does not take goes into `**others`."""
    schema = signature["inputSchema"]
    required = set(schema.get("required", ()))
    parameters = [
        inspect.Parameter(
            name,
            inspect.Parameter.POSITIONAL_OR_KEYWORD,
            default=inspect.Parameter.empty if name in required else inner.get("default"),
            annotation=TypeText(type_of(inner)),
        )
        for name, inner in ordered_properties(schema)
        if name.isidentifier() and not keyword.iskeyword(name)
    ]
    if len(parameters) < len(schema.get("properties", {})):
        parameters.append(inspect.Parameter("others", inspect.Parameter.VAR_KEYWORD))
    returns = type_of(signature["outputSchema"]) if "outputSchema" in signature else "object"
    return inspect.Signature(parameters, return_annotation=TypeText(returns))


def type_of(schema):
    """The Python type of a schema, as it would be written."""
    if not isinstance(schema, dict):
        return "object"
    if "enum" in schema:
        return "Literal[%s]" % ", ".join(map(repr, schema["enum"]))
    if "const" in schema:
        return "Literal[%r]" % (schema["const"],)
    options = schema.get("anyOf") or schema.get("oneOf")
    if options:
        return " | ".join(dict.fromkeys(map(type_of, options)))
    kind = schema.get("type")
    if isinstance(kind, list):
        return " | ".join(TYPES.get(name, "object") for name in kind)
    if kind == "array" and isinstance(schema.get("items"), dict):
        return "list[%s]" % type_of(schema["items"])
    if kind == "object" and isinstance(schema.get("additionalProperties"), dict):
        return "dict[str, %s]" % type_of(schema["additionalProperties"])
    return TYPES.get(kind, "object")


def docstring_of(signature):
    """The tool's description, then its parameters."""
    lines = [signature["description"]]
    described = [
        "    %s: %s" % (name, inner["description"])
        for name, inner in signature["inputSchema"].get("properties", {}).items()
        if isinstance(inner, dict) and inner.get("description")
    ]
    if described:
        lines += ["", "Args:", *described]
    return "\n".join(lines)
