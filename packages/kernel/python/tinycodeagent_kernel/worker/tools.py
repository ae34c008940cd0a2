"""Host tools as Python functions."""

import itertools
import json
import os
import sys
import threading

MAX_INPUT_BYTES = 1024 * 1024

_counter = itertools.count(1)


class ToolError(Exception):
    """A host tool did not return a value. `kind` is "denied", "failed", "cancelled" or "invalid"."""

    # Tracebacks name it as code can: without a module.
    __module__ = "builtins"

    def __init__(self, message, kind="failed"):
        super().__init__(message)
        self.kind = kind


def make_tool(channel, signature):
    """A function of the tool's name, with its parameters, types and documentation."""
    from .tool_signature import docstring_of, ordered_properties, signature_of

    name = signature["name"]
    schema = signature["inputSchema"]
    parameters = [parameter for parameter, _ in ordered_properties(schema)]
    # Without a word on others, a misspelt argument is an error here: the host might drop it.
    takes_others = schema.get("additionalProperties") not in (None, False) or not parameters

    def tool(*args, **kwargs):
        return call(channel, name, bind(name, parameters, takes_others, args, kwargs))

    async def call_async(*args, **kwargs):
        from .async_cells import call_in_loop

        return await call_in_loop(channel, name, bind(name, parameters, takes_others, args, kwargs))

    tool.__name__ = tool.__qualname__ = name
    tool.__module__ = "tools"
    tool.__doc__ = docstring_of(signature)
    tool.__signature__ = signature_of(signature)
    tool.__annotations__ = {
        parameter.name: parameter.annotation for parameter in tool.__signature__.parameters.values()
    }
    tool.call_async = call_async
    return tool


def bind(name, parameters, takes_others, args, kwargs):
    """Arguments by their names. The host checks their values."""
    if len(args) > len(parameters):
        raise TypeError("%s() takes %d arguments, got %d" % (name, len(parameters), len(args)))
    bound = dict(zip(parameters, args))
    for key, value in kwargs.items():
        if key in bound:
            raise TypeError("%s() got two values for %r" % (name, key))
        if key not in parameters and not takes_others:
            raise TypeError("%s() got an unexpected argument %r; it takes %s" % (name, key, ", ".join(parameters) or "none"))
        bound[key] = value
    return bound


def call(channel, name, arguments):
    """Calls a host tool and waits for its value, in this very line, however long it takes."""
    answers = []
    is_main = threading.current_thread() is threading.main_thread()
    call_id = send_call(channel, name, arguments, answers.append, wait=is_main)
    try:
        channel.wait(lambda: answers)
    finally:
        channel.forget(call_id)
    return value_of(answers[0])


def send_call(channel, name, arguments, deliver, wait):
    if not channel.is_mine:
        raise ToolError("a forked process cannot call tools")
    body = encode_input(name, arguments)
    call_id = "%d-%d" % (os.getpid(), next(_counter))
    sys.stdout.flush()
    channel.expect(call_id, deliver)
    channel.send({"type": "tool_call", "call": call_id, "name": name, "wait": wait}, body)
    return call_id


def encode_input(name, arguments):
    try:
        body = json.dumps(arguments, allow_nan=False).encode()
    except (TypeError, ValueError) as error:
        raise TypeError("%s() takes values that are JSON: %s" % (name, error)) from None
    if len(body) > MAX_INPUT_BYTES:
        raise ValueError("%s() takes at most %d bytes of input, got %d" % (name, MAX_INPUT_BYTES, len(body)))
    return body


def value_of(body):
    answer = json.loads(body)
    if answer["ok"]:
        return answer["value"]
    raise ToolError(answer["error"]["message"], answer["error"]["kind"])
