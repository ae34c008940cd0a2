"""Imports that bind a name to the value it has."""

import ast
import sys
import types

from .origins import root_of

NOTHING = object()
NAMED_BY_MODULE = (type, types.FunctionType, types.BuiltinFunctionType)


def import_of(name, value, origins):
    """The import that binds a name to this very value, as it was written or as it may be, or None."""
    return (written_import(name, value, origins) if origins else None) or inferred_import(name, value)


def written_import(name, value, origins):
    statement, alias = origins[-1].statement, origins[-1].alias
    if alias is None:
        return None
    if isinstance(statement, ast.ImportFrom):
        return from_import(name, value, statement.module, alias.name)
    if alias.asname:
        return "import %s as %s" % (alias.name, name) if sys.modules.get(alias.name) is value else None
    if sys.modules.get(name) is not value:
        return None
    # Each `import a.b` of one `a` brings another part of it.
    written = {
        origin.alias.name: None
        for origin in origins
        if isinstance(origin.statement, ast.Import) and not origin.alias.asname and root_of(origin.alias.name) == name
    }
    return "\n".join("import %s" % module for module in written)


def inferred_import(name, value):
    if isinstance(value, types.ModuleType):
        if sys.modules.get(value.__name__) is not value:
            return None
        return "import %s" % name if value.__name__ == name else "import %s as %s" % (value.__name__, name)
    if isinstance(value, NAMED_BY_MODULE):
        module, inner = getattr(value, "__module__", None), getattr(value, "__qualname__", "")
        if type(module) is str and module != "__main__" and type(inner) is str and inner.isidentifier():
            return from_import(name, value, module, inner)
    return None


def from_import(name, value, module, inner):
    found = sys.modules.get("%s.%s" % (module, inner))
    if found is not value:
        found = getattr(sys.modules.get(module), inner, NOTHING)
    if found is not value:
        return None
    return "from %s import %s%s" % (module, inner, "" if inner == name else " as %s" % name)
