"""What the operating system is told of this process."""

import os

from ..proc import set_subreaper

# Who is killed first when memory runs out: the worker, whose state can be brought back, before what brings it back.
WORKER_SCORE = 1000
SLEEPER_SCORE = 500

_owns_orphans = False


def set_oom_score(score):
    try:
        fd = os.open("/proc/self/oom_score_adj", os.O_WRONLY | os.O_CLOEXEC)
    except OSError:
        # There is none, or it may not be changed.
        return
    try:
        os.write(fd, b"%d" % score)
    except OSError:
        pass
    finally:
        os.close(fd)


def has_children():
    """Whether processes that user code started are still there; none of them is waited for."""
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except (ChildProcessError, AttributeError):
        return False
    return True


def own_orphans():
    """What a program's children leave falls to this process, so that it ends with it, and with no other branch."""
    global _owns_orphans
    _owns_orphans = set_subreaper(True)


def give_orphans_away():
    """Orphans fall to the supervisor, until they are taken back."""
    if _owns_orphans:
        set_subreaper(False)


def take_orphans_back():
    if _owns_orphans:
        set_subreaper(True)
