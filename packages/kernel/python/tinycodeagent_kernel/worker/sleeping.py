"""Sleeping forks of the interpreter. A shadow wakes when the worker dies, a checkpoint's copy when it is asked for."""

import _thread
import os
import sys

from ..json_text import loads
from ..wire import encode
from . import system
from .environment import flush_output, take_pipes
from .forking import load_fork
from .largest import largest_variables

# Modules whose own threads do not survive a fork once they were used.
UNSAFE_MODULES = ("polars", "pyarrow", "torch", "tensorflow", "jax", "grpc")

# Found before code of the user can break what it takes.
_fork = load_fork()


def fork_sleeper(channel, interpreter):
    """Forks off a sleeper with the socket that came along. Returns whether this is it, and it was woken."""
    sockets = channel.take_descriptors(1)
    if not sockets:
        # User code forbade descriptors: nobody will answer.
        return False
    try:
        if fork_twice(interpreter):
            sleep(channel, interpreter, sockets[0])
            return True
    except Unforkable as error:
        os.write(sockets[0], encode({"type": "refused", "reason": str(error)}))
    os.close(sockets[0])
    return False


class Unforkable(Exception):
    """Why there is no fork."""


def why_not():
    """Why the process cannot be forked now, or None."""
    count = _thread._count()
    if count:
        return "%d thread%s of Python run%s" % (count, "" if count == 1 else "s", "s" if count == 1 else "")
    unsafe = [name for name in UNSAFE_MODULES if name in sys.modules]
    if unsafe and len(os.listdir("/proc/self/task")) > 1:
        return "threads of %s run" % unsafe[0]
    return None


def fork_twice(interpreter):
    """Forks a grandchild, which is no child of this process: programs that wait for their children must not find it."""
    reason = why_not()
    if reason:
        raise Unforkable(reason)
    if _fork is None:
        raise Unforkable("this Python has no ctypes")
    flush_output()
    system.give_orphans_away()
    try:
        child = _fork()
        if child == 0:
            return fork_again()
        try:
            # Meanwhile the child forks.
            interpreter.warm()
        finally:
            _, status = os.waitpid(child, 0)
    except Exception as error:  # noqa: BLE001 - user code can break what it takes in many ways
        raise Unforkable("the fork failed: %s" % (getattr(error, "strerror", None) or type(error).__name__)) from None
    finally:
        system.take_orphans_back()
    if status:
        raise Unforkable("the second fork failed")
    return False


def fork_again():
    """In the child: forks once more and leaves. Returns in the grandchild."""
    try:
        # Before the interpreter goes on: what it does to its group must not reach a shadow that is not yet asleep.
        os.setpgid(0, 0)
        grandchild = _fork()
    except BaseException:  # noqa: BLE001 - nothing of the parent's may go on here
        os._exit(70)
    if grandchild:
        os._exit(0)
    return True


def sleep(channel, interpreter, socket_fd):
    """Waits, on a socket of its own, to be woken, and forks if it is asked to; leaves when the supervisor lets it go."""
    os.setpgid(0, 0)
    channel.move_to(socket_fd)
    system.set_oom_score(system.SLEEPER_SCORE)
    tell = {"largest": largest_variables(interpreter.namespace)} if interpreter.tells_largest else {}
    channel.send({"type": "asleep", **tell})
    while True:
        message = channel.receive_request()
        if message is None:
            os._exit(0)
        header, body = message
        if header["type"] == "wake":
            return wake(interpreter, header, body)
        if header["type"] == "pipes":
            take_pipes(channel)
        elif fork_sleeper(channel, interpreter):
            return None


def wake(interpreter, header, body):
    """Goes on as a worker."""
    system.set_oom_score(system.WORKER_SCORE)
    if header.get("ownOrphans"):
        system.own_orphans()
    interpreter.after_waking()
    if body:
        interpreter.define_tools(loads(body))
