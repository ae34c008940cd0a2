"""Where names come from: the statements of kept cells that bind them."""

import ast
import collections
import re

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
NO_BINDINGS_INSIDE = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
# What Python's own lines end with; `splitlines` knows more.
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")

# `future` is what a cell imported from `__future__`: without it its definitions mean something else.
Cell = collections.namedtuple("Cell", "number filename source lines future")
# `alias` is the entry of an import that binds the name.
Origin = collections.namedtuple("Origin", "cell statement alias")


def origins_of(sources):
    """All statements that bind a name at the top level, by name, the latest last."""
    origins = collections.defaultdict(list)
    for number, (filename, source) in enumerate(sources):
        try:
            tree = ast.parse(source)
            cell = Cell(number, filename, source, LINE.findall(source), future_of(tree))
            for name, statement, alias in bindings(tree, None):
                origins[name].append(Origin(cell, statement, alias))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            # It never ran, or nests too deeply to be walked.
            continue
    return origins


def future_of(tree):
    names = [
        alias.name
        for statement in tree.body
        if isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
        for alias in statement.names
    ]
    return "from __future__ import %s\n" % ", ".join(names) if names else ""


def bindings(node, statement):
    """Each name that is bound or deleted here, with the statement that does it."""
    if isinstance(node, DEFINITIONS):
        yield node.name, node, None
    elif isinstance(node, (ast.Import, ast.ImportFrom)):
        for alias in node.names:
            yield alias.asname or (alias.name if isinstance(node, ast.ImportFrom) else root_of(alias.name)), node, alias
    elif isinstance(node, ast.Name):
        if not isinstance(node.ctx, ast.Load):
            yield node.id, statement, None
    elif not isinstance(node, NO_BINDINGS_INSIDE):
        for child in ast.iter_child_nodes(node):
            yield from bindings(child, child if isinstance(child, ast.stmt) else statement)


def root_of(module):
    return module.partition(".")[0]


def order_of(origin):
    """What comes first in the order in which cells ran."""
    return (origin.cell.number, origin.statement.lineno)
