"""Whether the system killed something here because memory ran out, where control groups tell."""


class OomWatch:
    """Remembers how many it has killed so far."""

    def __init__(self):
        self._path = next((path for path in event_files() if count_in(path) is not None), None)
        self._count = self._read()

    def has_killed(self):
        """Whether there was another one since this was asked last."""
        before, self._count = self._count, self._read()
        return self._count > before

    def _read(self):
        return (self._path and count_in(self._path)) or 0


def event_files():
    """Where the control group of this process tells of it, in both versions."""
    try:
        with open("/proc/self/cgroup") as file:
            lines = [line.strip().split(":", 2) for line in file]
    except OSError:
        return
    for _, controllers, path in lines:
        if controllers == "":
            yield "/sys/fs/cgroup%s/memory.events" % path.rstrip("/")
        elif "memory" in controllers.split(","):
            yield "/sys/fs/cgroup/memory%s/memory.oom_control" % path.rstrip("/")


def count_in(path):
    try:
        with open(path) as file:
            return next((int(line.split()[1]) for line in file if line.startswith("oom_kill ")), None)
    except (OSError, ValueError, IndexError):
        return None
