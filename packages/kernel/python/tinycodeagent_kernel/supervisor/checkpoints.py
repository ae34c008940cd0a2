"""The checkpoints of a sandbox: sleepers that are kept. Its branches share them."""

import os
import time

from .memory import pss_of
from .sleeper import Sleeper

# How long after a change, and how often at most, their memory is looked at.
MEASURE_SECONDS = 0.5


class Full(Exception):
    """There is no room, and all that are there have names, or are being made."""


class Checkpoint:
    def __init__(self, name):
        self.id = os.urandom(8).hex()
        self.name = name
        self.created_ms = round(time.time() * 1000)
        self.sleeper = None
        self.bytes = 0

    def copy(self, supervisor, on_settled):
        """A sleeper of the same state; this one goes on sleeping."""
        return Sleeper(supervisor, self.sleeper, on_settled)

    def describe(self):
        described = {"id": self.id, "createdMs": self.created_ms}
        return dict(described, name=self.name) if self.name is not None else described


class Checkpoints:
    """Oldest first. When there is no room the oldest ones without a name go."""

    def __init__(self, limits):
        self._max = limits["max"]
        self._max_bytes = limits["memoryBytes"]
        self._kept = {}
        self.deadline = None

    def __iter__(self):
        return iter([kept for kept in self._kept.values() if kept.sleeper.is_asleep])

    def find(self, checkpoint_id):
        """One that can be woken; None if it is gone."""
        found = self._kept.get(checkpoint_id)
        return found if found and found.sleeper.is_asleep else None

    def make_room(self):
        """For one more. Raises Full."""
        while len(self._kept) >= self._max or self._bytes() > self._max_bytes:
            self._evict()

    def add(self, checkpoint, sleeper):
        checkpoint.sleeper = sleeper
        self._kept[checkpoint.id] = checkpoint
        self.measure_soon(time.monotonic())

    def remove(self, checkpoint):
        """Quiet if it is gone."""
        if self._kept.pop(checkpoint.id, None):
            checkpoint.sleeper.close()

    def measure_soon(self, now):
        """The worker writes to memory that they shared with it: what they hold alone grows."""
        if self._kept and self.deadline is None:
            self.deadline = now + MEASURE_SECONDS

    def tick(self, now):
        if self.deadline is None or now < self.deadline:
            return
        self.deadline = None
        for checkpoint in self:
            checkpoint.bytes = pss_of(checkpoint.sleeper.process.pid)
        try:
            while self._bytes() > self._max_bytes:
                self._evict()
        except Full:
            # Those that have names stay; there is no room for more of them.
            pass

    def _bytes(self):
        return sum(checkpoint.bytes for checkpoint in self._kept.values())

    def _evict(self):
        # Somebody waits for one that is on its way.
        unnamed = next((kept for kept in self if kept.name is None), None)
        if unnamed is None:
            raise Full("%d checkpoints with names, or being made," % len(self._kept))
        self.remove(unnamed)
