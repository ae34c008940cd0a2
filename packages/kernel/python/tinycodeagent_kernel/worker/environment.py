"""What a program finds when it starts: standard streams, `__main__`, the module path."""

import io
import os
import sys
import types

# The kernel's own streams, whatever user code puts in their place.
_streams = []
# Streams of user code whose flush had to be interrupted.
_stuck = []


def prepare():
    """Makes the fork look like an interpreter of its own."""
    import site

    site.main()
    sys.path.insert(0, "")
    sys.argv = [""]
    sys.stdin = open(0, encoding="utf-8", closefd=False)
    sys.stdout = sys.__stdout__ = open_output(1)
    sys.stderr = sys.__stderr__ = open_output(2)
    _streams[:] = sys.stdout, sys.stderr
    sys.modules["__main__"] = types.ModuleType("__main__")
    os.environ.setdefault("MPLBACKEND", "module://tinycodeagent_kernel.worker.matplotlib_backend")


def open_output(fd):
    """A text stream that passes a line on as soon as it is whole, and never fails for a lone surrogate."""
    buffer = io.BufferedWriter(io.FileIO(fd, "w", closefd=False), 64 * 1024)
    return io.TextIOWrapper(buffer, encoding="utf-8", errors="backslashreplace", line_buffering=True)


def preload(modules):
    """Imports modules ahead of the first cell. One that is not there is named on stderr."""
    import importlib

    for name in modules:
        try:
            importlib.import_module(name)
        except Exception as error:  # noqa: BLE001 - the session opens without it
            print("preload of %s failed: %s" % (name, error), file=sys.stderr)


def take_pipes(channel):
    """Output goes to other pipes from now on: what is written to the old ones belongs to no cell any more."""
    flush_output()
    for fd, target in zip(channel.take_descriptors(2), (1, 2)):
        os.dup2(fd, target)
        os.close(fd)


def flush_output():
    """Passes on what the kernel's own streams hold. Runs no user code."""
    for stream in _streams:
        try:
            io.TextIOWrapper.flush(stream)
        except Exception:  # noqa: BLE001 - user code may have closed it, or its descriptor
            pass


def flush_streams():
    """The same for what user code put in their place. It may never end: call it where it can be interrupted."""
    for stream in (sys.stdout, sys.stderr):
        if not any(stream is stuck for stuck in _stuck):
            flush_once(stream)
    flush_output()


def flush_once(stream):
    try:
        stream.flush()
    except Exception:  # noqa: BLE001 - it may be anything
        pass
    except BaseException:
        # It was interrupted; it is not asked again, or no later cell would end.
        _stuck.append(stream)
        raise
