"""How much memory processes hold."""

import os

_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


def pss_of(pid):
    """The process's share of memory: what it holds alone, and its part of what it shares. 0 where the system does not tell."""
    try:
        with open("/proc/%d/smaps_rollup" % pid, "rb") as file:
            for line in file:
                if line.startswith(b"Pss:"):
                    return int(line.split()[1]) * 1024
    except (OSError, ValueError):
        pass
    return 0


def rss_of(pid):
    """All memory that a process has mapped and touched; never less than its share. Cheap to ask."""
    try:
        with open("/proc/%d/statm" % pid, "rb") as file:
            return int(file.read().split()[1]) * _PAGE_BYTES
    except (OSError, ValueError, IndexError):
        return 0


def tree_of(pid):
    """A process and all that descends from it, as far as the system tells."""
    pids, tree = [pid], []
    while pids:
        pid = pids.pop()
        tree.append(pid)
        pids += children_of(pid)
    return tree


def children_of(pid):
    try:
        with open("/proc/%d/task/%d/children" % (pid, pid)) as file:
            return [int(child) for child in file.read().split()]
    except (OSError, ValueError):
        return []
