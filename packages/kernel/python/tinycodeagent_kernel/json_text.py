"""JSON without the library's Python half: user code can exchange its functions, and the builtins under them."""

import json

_quote = json.encoder.encode_basestring_ascii
_make_encoder = json.encoder.c_make_encoder


def _refuse_value(value):
    raise TypeError("Object of type %s is not JSON serializable" % type(value).__name__)


def _refuse_constant(name):
    raise ValueError("%s is no JSON" % name)


def _encoder(markers):
    return _make_encoder(markers, _refuse_value, _quote, None, ":", ",", False, False, False)


_encode = _encoder(None)
_scan = json.JSONDecoder(parse_constant=_refuse_constant).scan_once


def dumps(value):
    """A value that holds itself nowhere as text. Raises TypeError and ValueError."""
    return "".join(_encode(value, 0))


def dumps_any(value):
    """The same for a value of user code, which may hold itself."""
    return "".join(_encoder({})(value, 0))


def loads(text):
    """The value of a text, or of UTF-8 bytes, that begins and ends with it. Raises ValueError."""
    if type(text) is not str:
        text = bytes(text).decode()
    try:
        value, end = _scan(text, 0)
    except StopIteration:
        raise ValueError("this is not JSON") from None
    if text[end:].strip():
        raise ValueError("more than one value")
    return value
