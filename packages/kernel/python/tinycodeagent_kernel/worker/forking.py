"""Forks this process as it is.

Python's own fork runs what programs and modules registered for it, and seeds `random` anew: its child is another program. The
system's fork is a copy; it also costs half. It must only be used while this is the only thread of Python.
"""

import os


def load_fork():
    """The system's fork, or None where Python cannot call it."""
    try:
        import ctypes

        # Unlike CDLL it keeps the interpreter's lock: the child goes on with it.
        function = ctypes.PyDLL(None, use_errno=True).fork
        function.restype = ctypes.c_int
    except (ImportError, OSError, AttributeError):
        return None

    def fork():
        pid = function()
        if pid < 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
        return pid

    return fork
