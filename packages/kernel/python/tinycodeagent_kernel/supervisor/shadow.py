"""The shadow of a worker: a sleeping fork, as it was before the running cell. It wakes if the worker dies."""

import os
import select
import socket
import time

from ..wire import encode
from .worker_process import Channels, WorkerProcess

# A shadow is taken in idle time: so long after a request has ended, unless the next one comes sooner.
IDLE_SECONDS = 0.001
# A fork that was begun before the worker died is waited for.
SETTLE_SECONDS = 1.0


class ShadowKeeper:
    """Keeps one shadow of the worker's present state, if it can be had."""

    def __init__(self, supervisor, is_on):
        self._supervisor = supervisor
        self._is_on = is_on
        self._coming = None
        self._asleep = None
        self._is_stale = True
        self._due = None
        self.refusal = None if is_on else "shadows are off"

    @property
    def deadline(self):
        return self._due

    @property
    def protects(self):
        """Whether a shadow of the state before the running request is there, or is being made."""
        return not self._is_stale and self.refusal is None

    def mark_stale(self, now):
        """The worker's state has changed: the shadow is of an older one."""
        self._is_stale = True
        if self._is_on:
            self._due = now + IDLE_SECONDS

    def take(self, worker):
        """Asks an idle worker for a shadow of its present state, if there is none."""
        self._due = None
        if not (self._is_on and self._is_stale and worker.endpoint.is_idle):
            return
        self._is_stale = False
        self.refusal = None
        self._close_coming()
        channels = Channels(self._supervisor.loop)
        allow_credentials(channels.endpoint.read_fd)
        self._coming = WorkerProcess(channels)
        try:
            hand_over(worker.endpoint.write_fd, encode({"type": "sleep", "request": None}), channels.theirs)
        except OSError:
            # It has died, and nobody has heard of it yet.
            return self.refuse("the interpreter was gone")
        finally:
            channels.close_theirs()
        self._supervisor.loop.on_readable(channels.endpoint.read_fd, self._on_coming)

    def refuse(self, reason):
        """The worker says that it cannot be forked."""
        self.refusal = reason
        self._close_coming()

    def wake(self):
        """The shadow, as the new worker; or None when there is none of the state before the request."""
        if self._coming and not self._is_stale:
            self._settle()
        if self._is_stale or self._asleep is None or self.refusal:
            self.close()
            return None
        woken, self._asleep = self._asleep, None
        self._is_stale = True
        woken.send({"type": "wake", "request": None})
        return woken

    def close(self):
        """Ends all shadows."""
        self._close_coming()
        if self._asleep:
            self._asleep.channels.close()
            self._asleep = None
        self._is_stale = True
        # The worker is gone: a deadline that nobody meets would keep the loop from resting.
        self._due = None

    def on_exit(self, exit_code, signal_name):
        """A shadow died: the newest one, unless it was sent away before."""
        if self._asleep and not is_alive(self._asleep.pid):
            self._asleep.channels.close()
            self._asleep = None
            if not self._coming:
                self.refusal = "its shadow was killed"

    def _settle(self):
        """Waits for a shadow that was asked for before the worker died."""
        deadline = time.monotonic() + SETTLE_SECONDS
        while self._coming and time.monotonic() < deadline:
            select.select([self._coming.endpoint.read_fd], [], [], 0.05)
            self._on_coming()

    def _on_coming(self):
        """The shadow tells that it sleeps; the older one is sent away."""
        coming = self._coming
        fd = coming.endpoint.read_fd
        pid = read_credentials(fd)
        if pid == 0:
            return
        if pid is None:
            return self.refuse("the fork failed")
        self._supervisor.loop.on_readable(fd, None)
        self._supervisor.processes.adopt(pid, self)
        coming.pid = pid
        if self._asleep:
            self._asleep.channels.close()
        self._coming, self._asleep = None, coming

    def _close_coming(self):
        if self._coming:
            self._coming.channels.close()
            self._coming = None


def allow_credentials(fd):
    """The system tells who writes on this socket: what a process says of itself is not believed."""
    with socket.socket(fileno=os.dup(fd)) as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)


def read_credentials(fd):
    """The process that wrote; 0 while nobody did, None when nobody will."""
    with socket.socket(fileno=os.dup(fd)) as sock:
        sock.setblocking(False)
        try:
            data, ancillary, _, _ = sock.recvmsg(64, socket.CMSG_SPACE(12))
        except BlockingIOError:
            return 0
        except OSError:
            return None
    for level, kind, content in ancillary:
        if data and level == socket.SOL_SOCKET and kind == socket.SCM_CREDENTIALS:
            return int.from_bytes(content[:4], "little")
    return None


def hand_over(fd, frame, descriptors):
    """Sends a frame with descriptors. The socket of an idle worker has room for it."""
    with socket.socket(fileno=os.dup(fd)) as sock:
        socket.send_fds(sock, [frame], list(descriptors))


def is_alive(pid):
    try:
        os.kill(pid, 0)
        return True
    except ProcessLookupError:
        return False
