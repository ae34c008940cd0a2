"""What a cell writes: live up to its limit, then counted, spilled to a file, and its tail kept."""

import os

TAIL_BYTES = 16 * 1024


class Output:
    """Takes bytes of both streams. `emit(stream, data)` is called with what is live."""

    def __init__(self, limits, emit, spill_path_of):
        self._live_left = limits["outputBytes"]
        self._spill_left = limits["spillBytes"]
        self._emit = emit
        self._spill_path_of = spill_path_of
        self._spill_path = None
        self._spill_fd = None
        self._spilled = 0
        self._tail = bytearray()
        self._over = 0
        self.total = 0

    def take(self, stream, data):
        self.total += len(data)
        live, rest = data[: self._live_left], data[self._live_left :]
        if live:
            self._live_left -= len(live)
            self._emit(stream, live)
        if rest:
            self._over += len(rest)
            self._tail += rest[-TAIL_BYTES:]
            del self._tail[:-TAIL_BYTES]
            self._spill(rest)

    def finish(self):
        """The `truncated` header and tail, or None when all of it was live."""
        if self._spill_fd is not None:
            os.close(self._spill_fd)
        if not self._over:
            return None
        header = {"totalBytes": self.total, "omittedBytes": self._over - len(self._tail)}
        if self._spilled:
            header["spillPath"] = self._spill_path
        return header, bytes(self._tail)

    def _spill(self, data):
        data = data[: self._spill_left]
        if not data:
            return
        try:
            if self._spill_fd is None:
                self._spill_path = self._spill_path_of()
                flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
                self._spill_fd = os.open(self._spill_path, flags, 0o600)
            written = os.write(self._spill_fd, data)
        except OSError:
            # A full disk loses the copy on disk, not the cell.
            self._spill_left = 0
            return
        self._spill_left -= written
        self._spilled += written
