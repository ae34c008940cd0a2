"""What commands leave running falls to the clerk: it ends with the session, and not with an interpreter that dies."""

import os

_PR_SET_CHILD_SUBREAPER = 36
_own = set()


def own_orphans():
    try:
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    except (ImportError, OSError, AttributeError):
        # Elsewhere they fall to the supervisor.
        pass


def expect(pid):
    """Somebody here waits for this child."""
    _own.add(pid)


def expect_no_more(pid):
    _own.discard(pid)


def reap():
    """Collects orphans that ended. Children that are waited for are not touched: they are threads' own, or known."""
    for pid in children_of_main_thread():
        if pid not in _own:
            try:
                os.waitpid(pid, os.WNOHANG)
            except ChildProcessError:
                pass


def children_of_main_thread():
    pid = os.getpid()
    try:
        with open("/proc/self/task/%d/children" % pid) as file:
            return [int(child) for child in file.read().split()]
    except (OSError, ValueError):
        return []
