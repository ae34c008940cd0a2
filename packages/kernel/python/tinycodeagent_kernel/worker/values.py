"""Values as JSON where they are JSON, and as text always."""

import math

from ..json_text import dumps
from ..text import cut

MAX_VALUE_BYTES = 1024 * 1024
MAX_REPR_CHARACTERS = 64 * 1024
# Numbers beyond this are not the same number in every language.
MAX_SAFE_INTEGER = 2**53 - 1
MAX_DEPTH = 100


def describe(value):
    """The body of a result frame."""
    result = {"repr": cut(text_of(value), MAX_REPR_CHARACTERS)}
    text = to_json(value, MAX_VALUE_BYTES)
    if text is None:
        return dumps(result).encode()
    return b'{"value":%s,%s' % (text, dumps(result).encode()[1:])


def text_of(value):
    text = repr(value)
    return text if type(text) is str else str(text)


def to_json(value, max_bytes):
    """A value as JSON bytes, or None when it is no JSON, or too large."""
    budget = [max_bytes]
    if not is_json(value, budget, 0):
        return None
    text = dumps(value).encode()
    return text if len(text) <= max_bytes else None


def is_json(value, budget, depth):
    """Whether a value is made of JSON's own types only. A tuple counts as a list. Stops when the budget is spent."""
    kind = type(value)
    budget[0] -= len(value) if kind is str else 1
    if budget[0] < 0 or depth > MAX_DEPTH:
        return False
    if value is None or kind is bool or kind is str:
        return True
    if kind is int:
        return -MAX_SAFE_INTEGER <= value <= MAX_SAFE_INTEGER
    if kind is float:
        return math.isfinite(value)
    if kind is list or kind is tuple:
        return all(is_json(item, budget, depth + 1) for item in value)
    if kind is dict:
        return all(type(key) is str and is_json(item, budget, depth + 1) for key, item in value.items())
    return False
