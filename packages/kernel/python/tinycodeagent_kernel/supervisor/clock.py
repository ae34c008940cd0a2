"""The time a cell has. It stands still while the cell waits for the host; processor time always counts."""

import os

MIN_CHECK_SECONDS = 0.05
_TICKS = os.sysconf("SC_CLK_TCK")


class Clock:
    """Counts down while it is not paused. Times are in seconds of the monotonic clock.

    Code may say that it waits and go on computing: what its main thread computes meanwhile is charged.
    """

    def __init__(self, seconds, now, pid):
        self._remaining = seconds
        self._since = now
        self._pid = pid
        self._computed = 0.0
        self._check_at = None

    @property
    def deadline(self):
        """When to look again: the time will be up then, or may be while the clock stands still."""
        return self._check_at if self._since is None else self._since + self._remaining

    def is_up(self, now):
        if self._since is None:
            self._charge(now)
            return self._remaining <= 0
        return now >= self._since + self._remaining

    def pause(self, now):
        if self._since is not None:
            self._remaining -= now - self._since
            self._since = None
            self._computed = computed_seconds(self._pid)
            self._check_at = now + max(self._remaining, MIN_CHECK_SECONDS)

    def resume(self, now):
        if self._since is None:
            self._charge(now)
            self._since = now

    def _charge(self, now):
        computed = computed_seconds(self._pid)
        self._remaining -= max(computed - self._computed, 0)
        self._computed = computed
        self._check_at = now + max(self._remaining, MIN_CHECK_SECONDS)


def computed_seconds(pid):
    """Processor time of a process's main thread; 0 where the system does not tell."""
    try:
        fields = read_stat(b"/proc/%d/task/%d/stat" % (pid, pid)).rpartition(b")")[2].split(None, 13)
        return (int(fields[11]) + int(fields[12])) / _TICKS
    except (OSError, IndexError, ValueError):
        return 0.0


def read_stat(path):
    """Each tool call asks twice: a file object would take longer than the system does."""
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return os.read(fd, 4096)
    finally:
        os.close(fd)
