"""What the system tells of processes, and what it is told of this one."""

PR_SET_CHILD_SUBREAPER = 36


def set_subreaper(is_one):
    """Orphans of this process's tree fall to it, or no longer. Returns whether the system takes that."""
    try:
        import ctypes

        return ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, int(is_one), 0, 0, 0) == 0
    except (ImportError, OSError, AttributeError):
        return False


def tree_of(pid):
    """A process and all that descends from it, as far as the system tells."""
    pids, tree = [pid], []
    while pids:
        pid = pids.pop()
        tree.append(pid)
        pids += children_of(pid)
    return tree


def children_of(pid):
    """Those of its main thread, with the orphans that fell to it; nothing where the system does not tell."""
    try:
        with open("/proc/%d/task/%d/children" % (pid, pid)) as file:
            return [int(child) for child in file.read().split()]
    except (OSError, ValueError):
        return []
