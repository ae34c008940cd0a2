"""Rich displays, by the methods that Jupyter made common, and figures of matplotlib."""

import sys

from ..json_text import dumps_any
from .environment import flush_streams

MAX_BYTES = 10 * 1024 * 1024
METHODS = (
    ("_repr_html_", "text/html"),
    ("_repr_markdown_", "text/markdown"),
    ("_repr_svg_", "image/svg+xml"),
    ("_repr_png_", "image/png"),
    ("_repr_jpeg_", "image/jpeg"),
    ("_repr_latex_", "text/latex"),
    ("_repr_json_", "application/json"),
)

_channel = None


def connect(channel):
    global _channel
    _channel = channel


def display(*values):
    """Shows values in their richest form; those that have none are shown as text."""
    for value in values:
        contents = rich_forms(value) or {}
        contents.setdefault("text/plain", repr(value))
        send(contents)


def show_rich(value):
    """Shows a cell's value, if it has a rich form."""
    contents = rich_forms(value)
    if contents:
        send(contents)


def rich_forms(value):
    """MIME types and contents. A class is not its instances; a method that fails has no say."""
    if isinstance(value, type):
        return {}
    forms = bundle_of(value)
    for method, mime_type in METHODS:
        content = call(value, method)
        if content is not None:
            forms.setdefault(mime_type, content)
    return forms


def bundle_of(value):
    bundle = call(value, "_repr_mimebundle_")
    if isinstance(bundle, tuple):
        bundle = bundle[0]
    return dict(bundle) if isinstance(bundle, dict) else {}


def call(value, name):
    method = getattr(type(value), name, None)
    if method is None:
        return None
    try:
        content = method(value)
    except Exception:  # noqa: BLE001 - a rich form is optional
        return None
    return content[0] if isinstance(content, tuple) and name != "_repr_mimebundle_" else content


def send(contents):
    """Sends what is text or bytes, up to the size limit; other types become JSON."""
    pairs = [(str(mime_type), to_bytes(content)) for mime_type, content in contents.items()]
    kept, size = [], 0
    for mime_type, data in pairs[:16]:
        if data is not None and size + len(data) <= MAX_BYTES and len(mime_type) <= 128:
            kept.append((mime_type, data))
            size += len(data)
    if not kept:
        return
    flush_streams()
    header = {"type": "display", "contents": [[mime_type, len(data)] for mime_type, data in kept]}
    _channel.send(header, b"".join(data for _, data in kept))


def to_bytes(content):
    if isinstance(content, bytes):
        return content
    if isinstance(content, str):
        return content.encode("utf-8", "backslashreplace")
    try:
        return dumps_any(content).encode()
    except (TypeError, ValueError):
        return None


def show_figures(*_, **__):
    """Shows the open figures of matplotlib, if it is in use, and closes them."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None:
        return
    import io

    for number in pyplot.get_fignums():
        figure = pyplot.figure(number)
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png", bbox_inches="tight")
        send({"image/png": buffer.getvalue(), "text/plain": repr(figure)})
    pyplot.close("all")
