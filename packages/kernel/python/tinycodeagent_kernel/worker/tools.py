"""Host tools as Python functions."""

import threading

from .tool_calls import send_call, value_of


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
        # asyncio takes longer to load than most sessions live.
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
