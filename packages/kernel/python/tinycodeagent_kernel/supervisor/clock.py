"""The time a cell has. It stands still while the cell waits for the host."""


class Clock:
    """Counts down while it is not paused. Times are in seconds of the monotonic clock."""

    def __init__(self, seconds, now):
        self._remaining = seconds
        self._since = now

    @property
    def deadline(self):
        """When the time will be up, or None while the clock stands still."""
        return None if self._since is None else self._since + self._remaining

    def pause(self, now):
        if self._since is not None:
            self._remaining -= now - self._since
            self._since = None

    def resume(self, now):
        if self._since is None:
            self._since = now
