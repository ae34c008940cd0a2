"""What commands leave running falls to the clerk: it ends with the session, and not with an interpreter that dies."""

import os

from ..proc import children_of

_own = set()


def expect(pid):
    """Somebody here waits for this child."""
    _own.add(pid)


def expect_no_more(pid):
    _own.discard(pid)


def reap():
    """Collects orphans that ended. Children that are waited for are not touched: they are threads' own, or known."""
    for pid in children_of(os.getpid()):
        if pid not in _own:
            try:
                os.waitpid(pid, os.WNOHANG)
            except ChildProcessError:
                pass
