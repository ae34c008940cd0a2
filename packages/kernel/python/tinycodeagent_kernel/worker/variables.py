"""Data in and out of the namespace: JSON, bytes and tables, nothing executable."""

import sys

from ..json_text import dumps, loads
from ..text import cut
from .bodies import join, split
from .tables import make_table, plain_array, view_table
from .values import text_of, to_json

SHORT_REPR_CHARACTERS = 200
MAX_TYPE_CHARACTERS = 200


def set_variables(namespace, body):
    """Takes `<length of the index>\\n`, the index, and the bytes that it names."""
    index, blob = split(body)
    values, start = {}, 0
    for entry in index:
        if "bytes" in entry:
            end = start + entry["bytes"]
            values[entry["name"]], start = bytes(blob[start:end]), end
        elif "table" in entry:
            values[entry["name"]] = make_table(entry["table"])
        else:
            values[entry["name"]] = entry["value"]
    namespace.update(values)
    return b""


def get_variables(namespace, body):
    """An index of the variables, with the bytes it names behind it; the same form as above."""
    request = loads(body)
    left, index, blobs = request["maxBytes"], [], []
    for name in request["names"]:
        if name not in namespace:
            continue
        seen, size, blob = view(namespace[name], left)
        left -= size
        index.append(dict(seen, name=name))
        blobs.append(blob)
    return join(index, blobs)


def view(value, max_bytes):
    """How a variable is seen, what that takes of the bytes that are left, and its bytes if it is bytes."""
    if type(value) in (bytes, bytearray) and len(value) <= max_bytes:
        return {"kind": "bytes", "bytes": len(value)}, len(value), bytes(value)
    try:
        table = view_table(value, max_bytes)
        text = None if table else to_json(plain_array(value, max_bytes), max_bytes)
    except Exception:  # noqa: BLE001 - cells may be objects of any class
        table = text = None
    if table:
        return table, len(dumps(table)), b""
    if text is not None:
        return {"kind": "json", "value": loads(text)}, len(text), b""
    return describe(value), 0, b""


def describe(value):
    return {
        "kind": "opaque",
        "type": cut(type(value).__name__, MAX_TYPE_CHARACTERS),
        "repr": cut(safe_text_of(value), SHORT_REPR_CHARACTERS),
        "sizeBytes": safe_size_of(value),
    }


def safe_text_of(value):
    try:
        return text_of(value)
    except Exception as error:  # noqa: BLE001 - a `repr` that fails must not keep the others back
        return "<%s: its repr raised %s>" % (type(value).__name__, type(error).__name__)


def safe_size_of(value):
    try:
        return sys.getsizeof(value)
    except Exception:  # noqa: BLE001 - nor must its size
        return None
