"""One request that a worker serves: its clock, its output, and how it is stopped."""

import math

from .clock import Clock
from .output import Output

# What a reader may be behind before the program is slowed.
INITIAL_CREDIT_BYTES = 1024 * 1024
# What a message costs besides its body: many small ones fill a reader too.
FRAME_BYTES = 512
# Seconds between the rungs of the ladder: interrupt, interrupt the group too, kill.
RUNG_SECONDS = 0.1
KILL = 2
MAX_STREAM_BYTES = 64 * 1024
# Tool calls that wait for an answer at once.
MAX_CALLS = 1000
MAX_ID_CHARACTERS = 64


class Running:
    """State of a running request."""

    def __init__(self, branch, header, token, now):
        limits = header["limits"]
        self.request = header["request"]
        self.token = token
        self.started = now
        self.clock = Clock(limits["timeMs"] / 1000, now, branch.seat.pid)
        self._ends_at = now + limits["wallMs"] / 1000 if limits.get("wallMs") else math.inf
        self.memory = branch.memory_watch(now)
        self.credit = INITIAL_CREDIT_BYTES
        self.output = Output(limits, self._emit, lambda: branch.spill_path(self.request))
        self.calls = set()
        self.parts = 0
        self.part_bytes = 0
        self.displays = 0
        self.display_bytes = 0
        self.omitted_displays = 0
        self.stop_reason = None
        self._blocked_on = None
        self._branch = branch
        self._rung = 0
        self._next_rung = None

    @property
    def may_go_on(self):
        """Whether the host takes more. A message that has begun is taken whole: it may be larger than the credit."""
        return self.credit > 0 or self.part_bytes > 0

    @property
    def deadline(self):
        if self.stop_reason is not None:
            return self._next_rung
        return min(self.clock.deadline, self._ends_at, self.memory.deadline if self.memory else math.inf)

    def tick(self, now):
        if self.stop_reason is not None:
            if now >= self._next_rung:
                self._climb(now)
        elif now >= self._ends_at or (now >= self.clock.deadline and self.clock.is_up(now)):
            self.stop("timeout", now)
        elif self.memory and now >= self.memory.deadline and self.memory.is_over(self._branch.seat.pid, now):
            self.stop("memory", now, rung=KILL)

    def stop(self, reason, now, rung=0):
        """Begins to stop the cell. The first reason holds."""
        if self.stop_reason is None:
            self.stop_reason = reason
            self._rung = rung
            self._climb(now)

    def wait(self, call, now):
        """The program can do nothing until this call (or, with None, any call) is answered: its clock stands still."""
        if self.calls and self.stop_reason is None:
            self._blocked_on = call
            self.clock.pause(now)

    def answer(self, call, now):
        """A call is answered; the clock goes on if the program waited for it."""
        self.calls.discard(call)
        if self._blocked_on in (None, call):
            self.clock.resume(now)

    def _climb(self, now):
        rungs = (self._branch.seat.interrupt, self._branch.seat.interrupt_group, self._branch.seat.kill)
        rungs[min(self._rung, KILL)]()
        self._rung += 1
        self._next_rung = now + RUNG_SECONDS

    def _emit(self, stream, data):
        self.credit -= len(data)
        for start in range(0, len(data), MAX_STREAM_BYTES):
            self.credit -= FRAME_BYTES
            self._branch.report({"type": stream}, data[start : start + MAX_STREAM_BYTES], is_data=True)
