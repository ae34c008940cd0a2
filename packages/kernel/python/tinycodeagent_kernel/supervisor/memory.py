"""How much memory processes hold, and when it is too much."""

from ..proc import tree_of

# A tree is measured so often while it runs.
CHECK_SECONDS = 0.1
# The soft limit raises MemoryError in one process; a tree is killed when it holds this much more.
HARD_FACTOR = 1.25


class MemoryWatch:
    """Looks at a tree of processes from time to time. Children that share their parent's memory are not counted twice."""

    def __init__(self, limit_bytes, now):
        self._limit = limit_bytes * HARD_FACTOR
        self.deadline = now + CHECK_SECONDS

    def is_over(self, pid, now):
        self.deadline = now + CHECK_SECONDS
        tree = tree_of(pid)
        held = [held_by(process) for process in tree]
        if sum(held) <= self._limit:
            return False
        # What a sleeping copy shares is no part of the tree's shares, but all of it is held by one process of the tree.
        return max(held) > self._limit or sum(map(pss_of, tree)) > self._limit


def held_by(pid):
    """Bytes of memory that a process wrote or shares: what can only be had back by ending it. 0 where the system does not tell."""
    return sum_of("/proc/%d/status" % pid, (b"RssAnon:", b"RssShmem:"))


def pss_of(pid):
    """The process's share of such memory: what it holds alone, and its part of what it shares."""
    return sum_of("/proc/%d/smaps_rollup" % pid, (b"Pss_Anon:", b"Pss_Shmem:"))


def sum_of(path, names):
    try:
        with open(path, "rb") as file:
            return sum(int(line.split()[1]) * 1024 for line in file if line.startswith(names))
    except (OSError, ValueError, IndexError):
        return 0
