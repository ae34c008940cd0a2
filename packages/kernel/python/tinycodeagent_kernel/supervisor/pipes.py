"""The pipes of an interpreter's output."""

import os

from ..reading import read

STREAMS = ("stdout", "stderr")
# Pipes of earlier cells that are still read, because processes may write to them; beyond it the oldest are closed.
MAX_OLD_PIPES = 64


class Pipes:
    """A pipe for each stream. The writers are given to the interpreter and closed here."""

    def __init__(self, loop):
        self._loop = loop
        readers, writers = zip(*open_pipes(len(STREAMS)))
        for fd in readers:
            os.set_blocking(fd, False)
        self.readers = dict(zip(STREAMS, readers))
        self.writers = writers

    def close_writers(self):
        for fd in self.writers:
            os.close(fd)

    def close(self, stream):
        fd = self.readers.pop(stream)
        self._loop.forget(fd)
        os.close(fd)

    def close_all(self):
        for stream in list(self.readers):
            self.close(stream)


def open_pipes(count):
    """So many pipes, or none of them. Raises OSError."""
    pipes = []
    try:
        for _ in range(count):
            pipes.append(os.pipe())
    except OSError:
        for fd in sum(pipes, ()):
            os.close(fd)
        raise
    return pipes


class OldPipes:
    """What processes that a cell left behind write after its end belongs to no cell: it is read, so that they go on, and dropped."""

    def __init__(self, loop):
        self._loop = loop
        self._pipes = []

    def add(self, pipes):
        self._pipes.append(pipes)
        for stream, fd in pipes.readers.items():
            self._loop.on_readable(fd, lambda stream=stream: self._drop(pipes, stream))
        if len(self._pipes) > MAX_OLD_PIPES:
            self._pipes.pop(0).close_all()

    def close(self):
        for pipes in self._pipes:
            pipes.close_all()
        self._pipes.clear()

    def _drop(self, pipes, stream):
        try:
            if read(pipes.readers[stream]):
                return
        except BlockingIOError:
            return
        pipes.close(stream)
        if not pipes.readers:
            self._pipes.remove(pipes)
