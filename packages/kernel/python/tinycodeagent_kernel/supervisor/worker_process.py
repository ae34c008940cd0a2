"""A worker, or a shadow of one, as the supervisor sees it."""

import os
import socket

from ..wire import encode
from .descriptors import keep_only, move_to_private
from .endpoint import Endpoint
from .handover import hand_over
from .pipes import Pipes

PIPES = encode({"type": "pipes", "request": None})


class WorkerProcess:
    """A process of the interpreter: its socket, and its output pipes once it runs cells. Its pid may be known later."""

    def __init__(self, loop, pid=None):
        self._loop = loop
        ours, theirs = socket.socketpair()
        # The process's own end, until it has it.
        self.theirs = theirs.detach()
        fd = ours.detach()
        self.endpoint = Endpoint(loop, fd, fd)
        self.pipes = None
        self.pid = pid

    @property
    def readers(self):
        """The descriptors of its output, by stream."""
        return self.pipes.readers if self.pipes else {}

    def renew_pipes(self):
        """Gives it new pipes, and returns the old ones. Its socket must be idle."""
        old, self.pipes = self.pipes, Pipes(self._loop)
        try:
            hand_over(self.endpoint.write_fd, PIPES, self.pipes.writers)
        except OSError:
            # It is gone, and nobody has heard of it yet.
            pass
        self.pipes.close_writers()
        return old

    def close(self):
        if self.pipes:
            self.pipes.close_all()
        self.endpoint.close()

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


def start_worker(supervisor, owner, become=None):
    """A fork of the supervisor that becomes an interpreter: of Python, or what `become(socket, writers, opening)` makes of it.

    None when the system has no room for one.
    """
    try:
        worker = WorkerProcess(supervisor.loop)
    except OSError:
        return None
    opening = supervisor.opening
    run = become or become_worker
    try:
        worker.pipes = Pipes(supervisor.loop)
        worker.pid = supervisor.processes.fork(owner, lambda: run(worker.theirs, worker.pipes.writers, opening))
    except OSError:
        worker.close()
        return None
    finally:
        os.close(worker.theirs)
        if worker.pipes:
            worker.pipes.close_writers()
    return worker


def become_worker(socket_fd, writers, opening, run=None):
    """What the fork does: keeps what is its own, and serves requests until its socket ends."""
    for fd, target in zip(writers, (1, 2)):
        os.dup2(fd, target)
    socket_fd = move_to_private(socket_fd)
    keep_only(socket_fd)
    os.environ.update(opening.env)
    if run is None:
        from ..worker.main import main as run

    run(socket_fd, opening)
