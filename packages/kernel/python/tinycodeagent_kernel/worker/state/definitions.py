"""Functions and classes as their own source text."""

import ast
import types

from .origins import DEFINITIONS

# How far decorators may stand around a function.
MAX_WRAPPERS = 6
WRAPPED = ("__wrapped__", "__func__", "func", "fget")


def definition_of(name, value, origin):
    """The source that defines this very value again, or None."""
    if origin is None or origin.cell is None:
        return None
    statement = origin.statement
    if isinstance(statement, DEFINITIONS):
        return block_of(origin) if is_product(value, origin) else None
    if is_plain_assignment(statement, name) and (is_its_lambda(value, origin) or is_named_by(statement, value, name)):
        return origin.cell.future + ast.get_source_segment(origin.cell.source, statement)
    return None


def kind_of(value):
    return "class" if isinstance(value, type) else "function"


def block_of(origin):
    """Whole lines, with their indentation: a text of several lines inside must stay what it is."""
    statement = origin.statement
    text = "".join(origin.cell.lines[first_line(statement) - 1 : statement.end_lineno])
    return origin.cell.future + ("if True:\n" if statement.col_offset else "") + text.rstrip("\r\n")


def first_line(statement):
    return min([statement.lineno, *(decorator.lineno for decorator in getattr(statement, "decorator_list", ()))])


def is_product(value, origin):
    """Whether a value is what this statement made, and not something else that has its name now."""
    statement = origin.statement
    if isinstance(statement, ast.ClassDef):
        return isinstance(value, type) and names_itself(value, statement.name)
    if not statement.decorator_list:
        return isinstance(value, types.FunctionType) and is_code_of(value.__code__, origin)
    return wraps(value, origin, MAX_WRAPPERS)


def wraps(value, origin, depth):
    """Whether a function of this statement is inside what decorators made of it."""
    code = getattr(value, "__code__", None)
    if isinstance(code, types.CodeType) and is_code_of(code, origin):
        return True
    if depth == 0:
        return False
    inner = [getattr(value, name, None) for name in WRAPPED]
    if isinstance(value, types.FunctionType):
        inner += contents_of(value.__closure__ or ())
    elif not isinstance(value, type):
        inner += list(getattr(value, "__dict__", {}).values())
    return any(wraps(item, origin, depth - 1) for item in inner if callable(item))


def contents_of(cells):
    for cell in cells:
        try:
            yield cell.cell_contents
        except ValueError:
            # It is not filled yet.
            continue


def is_code_of(code, origin):
    is_here = code.co_filename == origin.cell.filename and code.co_firstlineno == first_line(origin.statement)
    return is_here and code.co_name == origin.statement.name


def is_plain_assignment(statement, name):
    return (
        isinstance(statement, ast.Assign)
        and len(statement.targets) == 1
        and isinstance(statement.targets[0], ast.Name)
        and statement.targets[0].id == name
    )


def is_its_lambda(value, origin):
    statement = origin.statement
    if not (isinstance(value, types.FunctionType) and isinstance(statement.value, ast.Lambda)):
        return False
    code = value.__code__
    place = (origin.cell.filename, statement.value.lineno, "<lambda>")
    return (code.co_filename, code.co_firstlineno, code.co_name) == place


def is_named_by(statement, value, name):
    """Named tuples, type variables and the like: made by one statement that gives them their own name."""
    if isinstance(value, types.FunctionType) or not names_itself(value, name):
        return False
    return all(getattr(node, "id", None) != name for node in ast.walk(statement.value))


def names_itself(value, name):
    if getattr(value, "__module__", None) != "__main__":
        return False
    return getattr(value, "__qualname__", getattr(value, "__name__", None)) == name
