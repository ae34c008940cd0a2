"""Data in and out of the namespace: JSON and bytes, nothing executable."""

import json
import sys

from ..text import cut
from .values import text_of, to_json

SHORT_REPR_CHARACTERS = 200


def set_variables(namespace, body):
    """Takes `<length of the index>\\n`, the index, and the bytes that it names."""
    head, _, rest = body.partition(b"\n")
    size = int(head)
    index, blob = json.loads(rest[:size]), rest[size:]
    values = {}
    for entry in index:
        if "bytes" in entry:
            values[entry["name"]], blob = blob[: entry["bytes"]], blob[entry["bytes"] :]
        else:
            values[entry["name"]] = entry["value"]
    namespace.update(values)
    return b""


def get_variables(namespace, names, max_bytes):
    """An index of the variables, with the bytes it names behind it; the same form as above."""
    index, blobs = [], []
    for name in names:
        if name in namespace:
            index.append(view(name, namespace[name], max_bytes, blobs))
    head = json.dumps(index).encode()
    return b"%d\n%s%s" % (len(head), head, b"".join(blobs))


def view(name, value, max_bytes, blobs):
    if type(value) in (bytes, bytearray) and len(value) <= max_bytes:
        blobs.append(bytes(value))
        return {"name": name, "kind": "bytes", "bytes": len(value)}
    text = to_json(value, max_bytes)
    if text is not None:
        return {"name": name, "kind": "json", "value": json.loads(text)}
    return {
        "name": name,
        "kind": "opaque",
        "type": type(value).__name__,
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
