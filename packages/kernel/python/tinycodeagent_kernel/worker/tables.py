"""Tables as data: columns of scalars, and frames of pandas where the program has it."""

import math
import sys

from ..json_text import dumps
from .values import MAX_SAFE_INTEGER

# A cell of JSON takes two bytes at least: a digit and a comma.
MIN_CELL_BYTES = 2


def make_table(columns):
    """A DataFrame where pandas can be imported, else a dict of lists."""
    values = dict(columns)
    try:
        import pandas

        return pandas.DataFrame(values, columns=list(values))
    except Exception:  # noqa: BLE001 - a pandas that does not work is none
        return values


def view_table(value, max_bytes):
    """A DataFrame or Series as columns, or None when it is neither, has two columns of one name, or is too large."""
    frame = frame_of(value)
    if frame is None:
        return None
    frame = with_index(frame)
    if (frame.shape[0] * MIN_CELL_BYTES + 1) * frame.shape[1] > max_bytes:
        return None
    names = [str(name) for name in frame.columns]
    if len(set(names)) < len(names):
        return None
    columns = [frame.iloc[:, place] for place in range(len(names))]
    view = {
        "kind": "table",
        "rows": len(frame),
        "names": names,
        "columns": {name: [cell_of(item) for item in column.tolist()] for name, column in zip(names, columns)},
        "dtypes": {name: str(column.dtype) for name, column in zip(names, columns)},
    }
    return view if len(dumps(view)) <= max_bytes else None


def frame_of(value):
    """Only who has imported pandas can hold what is its."""
    pandas = sys.modules.get("pandas")
    if pandas is None:
        return None
    if isinstance(value, pandas.Series):
        return value.to_frame("0" if value.name is None else value.name)
    return value if isinstance(value, pandas.DataFrame) else None


def with_index(frame):
    """An index that does more than count the rows is data too."""
    pandas = sys.modules["pandas"]
    index = frame.index
    counts = isinstance(index, pandas.RangeIndex) and index.start == 0 and index.step == 1
    is_default = (counts or not len(index)) and index.names == [None]
    return frame if is_default else frame.reset_index()


def cell_of(value):
    """A scalar of JSON: null for what is missing, dates as ISO text, and whatever else there is as its text."""
    if type(value).__module__ == "numpy":
        value = value.item()
    kind = type(value)
    if value is None or kind is bool or kind is str:
        return value
    if kind is int:
        return value if -MAX_SAFE_INTEGER <= value <= MAX_SAFE_INTEGER else str(value)
    if kind is float:
        return None if math.isnan(value) else value if math.isfinite(value) else str(value)
    pandas = sys.modules["pandas"]
    if value is pandas.NaT or value is pandas.NA:
        return None
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def plain_array(value, max_bytes):
    """An array or scalar of numpy as lists and numbers; anything else as it is."""
    numpy = sys.modules.get("numpy")
    if numpy is None or not isinstance(value, (numpy.ndarray, numpy.generic)):
        return value
    if value.size * MIN_CELL_BYTES > max_bytes:
        return value
    return value.tolist()
