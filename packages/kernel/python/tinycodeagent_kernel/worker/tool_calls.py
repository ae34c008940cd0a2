"""A call of a host tool on its way out, and its answer."""

import itertools

from ..json_text import dumps_any, loads
from .environment import flush_streams

MAX_INPUT_BYTES = 1024 * 1024

_counter = itertools.count(1)


class ToolError(Exception):
    """A host tool did not return a value. `kind` is "denied", "failed", "cancelled" or "invalid"."""

    # Tracebacks name it as code can: without a module.
    __module__ = "builtins"

    def __init__(self, message, kind="failed"):
        super().__init__(message)
        self.kind = kind


def send_call(channel, name, arguments, deliver, wait):
    if not channel.is_mine:
        raise ToolError("a forked process cannot call tools")
    body = encode_input(name, arguments)
    call_id = "%s-%d" % (channel.name, next(_counter))
    flush_streams()
    channel.expect(call_id, deliver)
    channel.send({"type": "tool_call", "call": call_id, "name": name, "wait": wait}, body)
    return call_id


def encode_input(name, arguments):
    try:
        body = dumps_any(arguments).encode()
    except (TypeError, ValueError) as error:
        raise TypeError("%s() takes values that are JSON: %s" % (name, error)) from None
    if len(body) > MAX_INPUT_BYTES:
        raise ValueError("%s() takes at most %d bytes of input, got %d" % (name, MAX_INPUT_BYTES, len(body)))
    return body


def value_of(body):
    answer = loads(body)
    if answer["ok"]:
        return answer["value"]
    raise ToolError(answer["error"]["message"], answer["error"]["kind"])
