"""What a worker says on its socket and writes to its pipes, taken as fast as the host takes it."""

import select

from ..reading import read
from ..wire import WireError
from . import worker_frames
from .pipes import STREAMS

# A program that goes on writing must not keep the supervisor from what it is doing.
MAX_DRAIN_READS = 32
# Output that is taken although its credit is spent, because it must come before what was read.
MAX_OVERDRAFT_BYTES = 4 * 1024 * 1024


class Intake:
    """Reads the channels of a branch's worker. They rest while the host has no room for more."""

    def __init__(self, supervisor, branch):
        self._supervisor = supervisor
        self._branch = branch
        self._worker = None
        self._pipes = None
        self._is_resting = False

    def follow(self, worker):
        """Reads this worker's channels from now on; None: nobody's. Those of the one before must still be open."""
        if self._worker:
            self._mute()
        self._worker = worker
        self._is_resting = False
        if worker:
            self._watch_pipes()
            self._listen()

    def resume(self):
        """Goes on when there is room again."""
        if self._is_resting and self._worker and self._has_room():
            self._is_resting = False
            self._listen()

    def drain_output(self):
        """Takes what the worker wrote before now."""
        # Most often there is nothing: one question is cheaper than a vain read of each pipe.
        if self._worker and self._pipes.poll(0):
            for stream in STREAMS:
                self._drain(stream)

    def _drain_ahead(self):
        """What was written before the frames that were just read comes before them, as far as the host will hold it."""
        running = self._branch.running
        if running and running.credit > -MAX_OVERDRAFT_BYTES:
            self.drain_output()

    def take_last_frames(self):
        """What the worker sent before it died. A child that has its socket may go on for ever: so much is enough."""
        for _ in range(MAX_DRAIN_READS):
            if not (self._branch.running and self._take_frames() and self._worker.endpoint.had_data):
                break

    def _drain(self, stream):
        for _ in range(MAX_DRAIN_READS):
            if not self._take_output(stream):
                break

    def _watch_pipes(self):
        self._pipes = select.poll()
        for fd in self._worker.readers.values():
            self._pipes.register(fd, select.POLLIN)

    def _listen(self):
        loop = self._supervisor.loop
        loop.on_readable(self._worker.endpoint.read_fd, self._on_frames)
        for stream, fd in self._worker.readers.items():
            loop.on_readable(fd, lambda stream=stream: self._may_read() and self._take_output(stream))

    def _may_read(self):
        if self._has_room():
            return True
        self._is_resting = True
        self._mute()
        return False

    def _mute(self):
        for fd in (self._worker.endpoint.read_fd, *self._worker.readers.values()):
            self._supervisor.loop.on_readable(fd, None)

    def _has_room(self):
        running = self._branch.running
        return (running is None or running.may_go_on) and not self._supervisor.is_congested

    def _on_frames(self):
        if self._may_read() and not self._take_frames():
            # It can no longer be talked to: it closed its socket, or wrote something else on it.
            self._supervisor.loop.on_readable(self._worker.endpoint.read_fd, None)
            self._branch.seat.kill()

    def _take_frames(self):
        """Handles the frames that are there; returns whether the worker can still be talked to."""
        try:
            frames = self._worker.endpoint.read()
        except WireError:
            return False
        if frames:
            self._drain_ahead()
        for header, tail in frames:
            worker_frames.handle(self._branch, header, tail)
        return self._worker.endpoint.is_open

    def _take_output(self, stream):
        """Reads one piece of output; returns whether there was any. Output while nothing runs is nobody's."""
        fd = self._worker.readers.get(stream)
        if fd is None:
            return False
        try:
            data = read(fd)
        except BlockingIOError:
            return False
        if not data:
            self._worker.pipes.close(stream)
            self._watch_pipes()
        elif self._branch.running:
            self._branch.running.output.take(stream, data)
        return bool(data)
