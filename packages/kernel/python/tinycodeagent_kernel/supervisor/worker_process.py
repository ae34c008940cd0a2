"""A worker, or a shadow of one, as the supervisor sees it."""

import os
import socket

from ..wire import encode
from .descriptors import keep_only, move_to_private
from .endpoint import Endpoint

STREAMS = ("stdout", "stderr")


class Channels:
    """What a process of the interpreter talks through: a socket, and a pipe for each output stream."""

    def __init__(self, loop):
        self._loop = loop
        ours, theirs = socket.socketpair()
        readers, writers = zip(os.pipe(), os.pipe())
        for fd in readers:
            os.set_blocking(fd, False)
        self.pipes = dict(zip(STREAMS, readers))
        fd = ours.detach()
        self.endpoint = Endpoint(loop, fd, fd)
        # The process's own ends, in the order in which they are handed over: socket, stdout, stderr.
        self.theirs = (theirs.detach(), *writers)

    def close_theirs(self):
        for fd in self.theirs:
            os.close(fd)

    def close_pipe(self, stream):
        fd = self.pipes.pop(stream)
        self._loop.forget(fd)
        os.close(fd)

    def close(self):
        for stream in list(self.pipes):
            self.close_pipe(stream)
        self.endpoint.close()


class WorkerProcess:
    """A process of the interpreter and its channels. The pid of a shadow is known once it told that it sleeps."""

    def __init__(self, channels, pid=None):
        self.channels = channels
        self.endpoint = channels.endpoint
        self.pipes = channels.pipes
        self.pid = pid

    def send(self, header, tail=b""):
        """Queues a frame and writes what can be written."""
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


def start_worker(supervisor, owner):
    """A fork of the supervisor that becomes an interpreter."""
    channels = Channels(supervisor.loop)
    opening = supervisor.opening
    pid = supervisor.processes.fork(owner, lambda: become_worker(channels.theirs, opening))
    channels.close_theirs()
    return WorkerProcess(channels, pid)


def become_worker(theirs, opening):
    """What the fork does: keeps what is its own, and serves requests until its socket ends."""
    socket_fd, stdout, stderr = theirs
    os.dup2(stdout, 1)
    os.dup2(stderr, 2)
    socket_fd = move_to_private(socket_fd)
    keep_only(socket_fd)
    os.environ.update(opening.env)
    from ..worker.main import main

    main(socket_fd, opening)
