"""Sleeping forks of the interpreter: shadows that wake when the worker dies."""

import _thread
import os
import sys
import warnings

from .environment import flush_output

# Modules whose own threads do not survive a fork once they were used.
UNSAFE_MODULES = ("polars", "pyarrow", "torch", "tensorflow", "jax", "grpc")


def fork_sleeper(channel, interpreter):
    """Forks off a shadow with the descriptors that came along. In the shadow this returns when it is woken."""
    descriptors = channel.take_descriptors()
    reason = why_not()
    if reason is None:
        flush_output()
        random_state = save_random()
        try:
            is_sleeper = fork_twice(channel)
        except OSError as error:
            reason = "the fork failed: %s" % error.strerror
        else:
            if is_sleeper:
                return sleep(channel, interpreter, descriptors, random_state)
    for fd in descriptors:
        os.close(fd)
    if reason:
        channel.send({"type": "unprotected", "reason": reason})
    else:
        interpreter.warm()


def why_not():
    """Why the process cannot be forked now, or None."""
    count = _thread._count()
    if count:
        return "%d thread%s of Python run%s" % (count, "" if count == 1 else "s", "s" if count == 1 else "")
    unsafe = [name for name in UNSAFE_MODULES if name in sys.modules]
    if unsafe and len(os.listdir("/proc/self/task")) > 1:
        return "threads of %s run" % unsafe[0]
    return None


def fork_twice(channel):
    """Forks a grandchild, which is no child of this process: programs that wait for their children must not find it."""
    with warnings.catch_warnings():
        # Python warns of native threads; those that matter were looked for.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = channel.fork()
        if child == 0:
            return fork_again(channel)
    _, status = os.waitpid(child, 0)
    if status:
        raise OSError(0, "the second fork failed")
    return False


def fork_again(channel):
    """In the child: forks once more and leaves. Returns in the grandchild."""
    try:
        grandchild = channel.fork()
    except OSError:
        os._exit(70)
    if grandchild:
        os._exit(0)
    return True


def sleep(channel, interpreter, descriptors, random_state):
    """Waits, on a socket of its own, to be needed; leaves when the supervisor lets it go."""
    socket_fd, stdout, stderr = descriptors
    os.setpgid(0, 0)
    for fd, target in ((stdout, 1), (stderr, 2)):
        os.dup2(fd, target)
        os.close(fd)
    channel.move_to(socket_fd)
    restore_random(random_state)
    channel.send({"type": "asleep"})
    if channel.receive_request() is None:
        os._exit(0)
    interpreter.after_waking()


def save_random():
    """A fork seeds `random` anew; a shadow must not be another program."""
    random = sys.modules.get("random")
    return random and random.getstate()


def restore_random(state):
    if state:
        sys.modules["random"].setstate(state)
