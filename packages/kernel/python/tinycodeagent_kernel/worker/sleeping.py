"""Sleeping forks of the interpreter. A shadow wakes when the worker dies, a checkpoint's copy when it is asked for."""

import _thread
import os
import select
import signal
import sys
import warnings

from ..json_text import loads
from ..wire import encode
from . import system
from .environment import flush_output, take_pipes
from .largest import largest_variables

# A fork that takes longer is given up.
MAX_FORK_SECONDS = 1.0
# Modules whose own threads do not survive a fork once they were used.
UNSAFE_MODULES = ("polars", "pyarrow", "torch", "tensorflow", "jax", "grpc")


def fork_sleeper(channel, interpreter):
    """Forks off a sleeper with the socket that came along. Returns whether this is it, and it was woken."""
    sockets = channel.take_descriptors(1)
    if not sockets:
        # User code forbade descriptors: nobody will answer.
        return False
    try:
        random_state = prepare_fork()
        if fork_twice(channel, interpreter):
            sleep(channel, interpreter, sockets[0], random_state)
            return True
    except Unforkable as error:
        os.write(sockets[0], encode({"type": "refused", "reason": str(error)}))
    os.close(sockets[0])
    return False


class Unforkable(Exception):
    """Why there is no fork."""


def prepare_fork():
    """What a fork must be told of its parent. Raises Unforkable."""
    reason = why_not()
    if reason:
        raise Unforkable(reason)
    try:
        flush_output()
        return save_random()
    except Exception as error:  # noqa: BLE001 - user code may have put anything there
        raise Unforkable("what a copy needs cannot be saved: %s" % type(error).__name__) from None


def why_not():
    """Why the process cannot be forked now, or None."""
    count = _thread._count()
    if count:
        return "%d thread%s of Python run%s" % (count, "" if count == 1 else "s", "s" if count == 1 else "")
    unsafe = [name for name in UNSAFE_MODULES if name in sys.modules]
    if unsafe and len(os.listdir("/proc/self/task")) > 1:
        return "threads of %s run" % unsafe[0]
    return None


def fork_twice(channel, interpreter):
    """Forks a grandchild, which is no child of this process: programs that wait for their children must not find it."""
    own = os.getpid()
    try:
        with warnings.catch_warnings(), system.orphans_given_away():
            # Python warns of native threads; those that matter were looked for.
            warnings.simplefilter("ignore", DeprecationWarning)
            child = channel.fork()
            if child == 0:
                return fork_again(channel)
            # Meanwhile the child forks.
            interpreter.warm()
            status = wait_for(child)
    except Exception as error:  # noqa: BLE001 - user code can forbid it in many ways
        if os.getpid() != own:
            os._exit(70)
        raise Unforkable("the fork failed: %s" % (getattr(error, "strerror", None) or type(error).__name__)) from None
    if status:
        raise Unforkable("the second fork failed, or did not return")
    return False


def wait_for(child):
    """Its wait status. A program's own fork handler may never return in it: then it is killed."""
    try:
        descriptor = os.pidfd_open(child)
    except (AttributeError, OSError):
        return os.waitpid(child, 0)[1]
    try:
        poll = select.poll()
        poll.register(descriptor, select.POLLIN)
        if not poll.poll(MAX_FORK_SECONDS * 1000):
            os.kill(child, signal.SIGKILL)
    finally:
        os.close(descriptor)
    return os.waitpid(child, 0)[1]


def fork_again(channel):
    """In the child: forks once more and leaves. Returns in the grandchild."""
    try:
        # Before the interpreter goes on: what it does to its group must not reach a shadow that is not yet asleep.
        os.setpgid(0, 0)
        grandchild = channel.fork()
    except OSError:
        os._exit(70)
    if grandchild:
        os._exit(0)
    return True


def sleep(channel, interpreter, socket_fd, random_state):
    """Waits, on a socket of its own, to be woken, and forks if it is asked to; leaves when the supervisor lets it go."""
    os.setpgid(0, 0)
    channel.move_to(socket_fd)
    restore_random(random_state)
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


def save_random():
    """A fork seeds `random` anew; a sleeper must not be another program."""
    random = sys.modules.get("random")
    return random and random.getstate()


def restore_random(state):
    if state:
        sys.modules["random"].setstate(state)
