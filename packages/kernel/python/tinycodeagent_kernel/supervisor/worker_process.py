"""Starting a worker: a fork of the supervisor with its own socket and output pipes."""

import os
import socket

from ..wire import encode
from .descriptors import keep_only, move_to_private
from .endpoint import Endpoint


STREAMS = ("stdout", "stderr")


class WorkerProcess:
    """A running worker as the supervisor sees it."""

    def __init__(self, supervisor, owner, branch):
        ours, theirs = socket.socketpair()
        readers, writers = zip(os.pipe(), os.pipe())
        opening = supervisor.opening
        self.pid = supervisor.processes.fork(
            owner, lambda: become_worker(move_to_private(theirs.detach()), writers, opening)
        )
        theirs.close()
        for fd in writers:
            os.close(fd)
        for fd in readers:
            os.set_blocking(fd, False)
        self.pipes = dict(zip(STREAMS, readers))
        fd = ours.detach()
        self.endpoint = Endpoint(supervisor.loop, fd, fd)
        self._loop = supervisor.loop

    def send(self, header, tail=b""):
        self.endpoint.send(encode(header, tail))
        self.endpoint.flush()

    def signal(self, number):
        self._kill(os.kill, number)

    def signal_group(self, number):
        self._kill(os.killpg, number)

    def _kill(self, kill, number):
        try:
            kill(self.pid, number)
        except ProcessLookupError:
            pass

    def close_pipe(self, stream):
        fd = self.pipes.pop(stream)
        self._loop.forget(fd)
        os.close(fd)

    def close(self):
        for stream in list(self.pipes):
            self.close_pipe(stream)
        self.endpoint.close()


def become_worker(socket_fd, writers, opening):
    """What the fork does: keeps what is its own, and serves requests until its socket ends."""
    os.dup2(writers[0], 1)
    os.dup2(writers[1], 2)
    keep_only(socket_fd)
    os.environ.update(opening.env)
    from ..worker.main import main

    main(socket_fd, opening)
