"""One end of a connection inside the supervisor: non-blocking, with control ahead of data."""

import os
from collections import deque

from ..reading import read
from ..wire import Decoder


class Endpoint:
    """Reads frames from one descriptor and writes them to another (or the same).

    Frames of one lane keep their order. Lanes take turns, and what belongs to no lane, or to one that is empty, goes first.
    """

    def __init__(self, loop, read_fd, write_fd):
        self._loop = loop
        self.read_fd = read_fd
        self.write_fd = write_fd
        self.is_open = True
        self.had_data = False
        self.waiting_bytes = 0
        # All that is not written yet, control too.
        self.unsent_bytes = 0
        self._decoder = Decoder()
        self._current = b""
        self._control = deque()
        self._lanes = {}
        for fd in {read_fd, write_fd}:
            os.set_blocking(fd, False)

    def read(self):
        """The frames that are there now; `had_data` tells whether there was anything. At the end of the stream `is_open` turns false. Raises WireError."""
        try:
            data = read(self.read_fd)
        except BlockingIOError:
            self.had_data = False
            return []
        except OSError:
            data = b""
        self.had_data = bool(data)
        if not data:
            self.is_open = False
            return []
        return self._decoder.feed(data)

    def send(self, frame, lane=None, is_data=False):
        """Queues a frame. Data waits its turn; so does what follows data in the same lane."""
        self.unsent_bytes += len(frame)
        if lane is None or not (is_data or lane in self._lanes):
            self._control.append(frame)
            return
        self._lanes.setdefault(lane, deque()).append(frame)
        self.waiting_bytes += len(frame)

    @property
    def is_idle(self):
        """Whether nothing waits to be written."""
        return not (self._current or self._control or self._lanes)

    def flush(self):
        """Writes what can be written now; what is left follows when there is room."""
        while self._current or self._take():
            try:
                written = os.write(self.write_fd, self._current)
            except BlockingIOError:
                return self._loop.on_writable(self.write_fd, self.flush)
            except OSError:
                self.is_open = False
                self._drop_all()
                break
            self._current = self._current[written:]
            self.unsent_bytes -= written
        self._loop.on_writable(self.write_fd, None)

    def write_all(self):
        """Writes what waits, however long it takes. For the very end."""
        os.set_blocking(self.write_fd, True)
        self.flush()

    def close(self):
        for fd in {self.read_fd, self.write_fd}:
            self._loop.forget(fd)
            os.close(fd)

    def _take(self):
        if self._control:
            # One write for all that waits keeps a short reply one system call.
            self._current = memoryview(b"".join(self._control))
            self._control.clear()
            return True
        if not self._lanes:
            return False
        lane, frames = next(iter(self._lanes.items()))
        frame = frames.popleft()
        self.waiting_bytes -= len(frame)
        # The lane goes to the end of the line, or away when it is empty.
        del self._lanes[lane]
        if frames:
            self._lanes[lane] = frames
        self._current = memoryview(frame)
        return True

    def _drop_all(self):
        self._current = b""
        self._control.clear()
        self._lanes.clear()
        self.waiting_bytes = self.unsent_bytes = 0
