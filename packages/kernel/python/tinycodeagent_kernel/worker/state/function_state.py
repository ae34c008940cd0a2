"""What a function holds besides its code: its source would begin anew with it."""

import types


def function_state(value, origin):
    """Defaults and attributes of a plain function, or None when there are none. A decorator makes its own."""
    if not isinstance(value, types.FunctionType) or getattr(origin.statement, "decorator_list", None):
        return None
    state = (value.__defaults__, value.__kwdefaults__, value.__dict__)
    return state if any(state) else None


def restore_function(function, state):
    """Puts them into the function that was defined anew."""
    if isinstance(function, types.FunctionType):
        function.__defaults__, function.__kwdefaults__, attributes = state
        function.__dict__.update(attributes)
