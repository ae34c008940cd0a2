"""The largest variables of a namespace, by estimate: without running code of the user."""

import sys

MAX_NAMED = 5
MAX_NAME_CHARACTERS = 100
# Items of a container that are looked at; the others are taken to be like them.
SAMPLE = 64
_PROGRAM = (type, type(lambda: 0), type(sys), type(len))
_CONTAINERS = (list, tuple, set, frozenset, dict)


def largest_variables(namespace):
    """Names and sizes in bytes, largest first."""
    try:
        sizes = [(estimate(value), name) for name, value in list(namespace.items()) if is_data(name, value)]
    except Exception:  # noqa: BLE001 - a class can make its own type fail
        return []
    sizes.sort(reverse=True)
    return [{"name": name[:MAX_NAME_CHARACTERS], "sizeBytes": size} for size, name in sizes[:MAX_NAMED] if size]


def size_text(size):
    for unit in ("bytes", "KiB", "MiB"):
        if size < 1024:
            return "%d %s" % (size, unit)
        size /= 1024
    return "%.1f GiB" % size


def is_data(name, value):
    return type(name) is str and not name.startswith("__") and type(value) not in _PROGRAM


def estimate(value, depth=3):
    """Bytes of a value and, by a sample, of what it holds. What is of a class of the user counts for nothing but its parts."""
    kind = type(value)
    if kind in _CONTAINERS:
        return sys.getsizeof(value) + estimate_items(value, depth)
    module = kind.__module__.partition(".")[0] if type(kind.__module__) is str else ""
    if module == "numpy" and kind.__name__ == "ndarray":
        return int(value.nbytes)
    if module == "pandas" and kind.__name__ in ("DataFrame", "Series"):
        return estimate_pandas(value)
    return object_size(value, kind, depth)


def estimate_items(value, depth):
    if not value or depth == 0:
        return 0
    sample = []
    for item in value.items() if type(value) is dict else value:
        sample.extend(item if type(value) is dict else (item,))
        if len(sample) >= SAMPLE:
            break
    factor = 2 if type(value) is dict else 1
    return len(value) * factor * sum(estimate(item, depth - 1) for item in sample) // len(sample)


def estimate_pandas(value):
    usage = value.memory_usage(deep=False)
    return int(usage if type(usage) is int else usage.sum())


def object_size(value, kind, depth):
    if kind.__module__ == "builtins" or kind.__module__ in ("array", "collections"):
        return sys.getsizeof(value)
    members = getattr(value, "__dict__", None) if kind.__getattribute__ is object.__getattribute__ else None
    return estimate(members, depth - 1) if type(members) is dict and depth else 0
