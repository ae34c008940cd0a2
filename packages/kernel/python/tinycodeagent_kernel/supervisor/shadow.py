"""The shadow of a worker: a sleeping fork, as it was before the running cell. It wakes if the worker dies."""

import select

from .sleeper import Sleeper

# A shadow is taken in idle time: so long after a request has ended, unless the next one comes sooner.
IDLE_SECONDS = 0.001


class ShadowKeeper:
    """Keeps one shadow of the worker's present state, if it can be had."""

    def __init__(self, supervisor, refusal=None):
        """`refusal`: why there are no shadows here, if so."""
        self._supervisor = supervisor
        self._is_on = refusal is None
        self._coming = None
        self._asleep = None
        self._origin = None
        self._waiting = None
        self._is_stale = True
        self.refusal = refusal
        # When to take one, if nothing else happens before.
        self.deadline = None

    @property
    def protects(self):
        """Whether a shadow of the state before the running request is there, or is being made."""
        return not self._is_stale and self.refusal is None

    @property
    def present(self):
        """The sleeper that has, or will have, the state before the running request; None without one."""
        return (self._coming or self._asleep) if self.protects else None

    def mark_stale(self, now, origin=None):
        """The worker's state has changed: the shadow is of an older one. `origin`: a sleeper that has the new one, if any."""
        self._is_stale = True
        self._origin = origin
        if self._is_on:
            self.deadline = now + IDLE_SECONDS

    def take(self, worker):
        """Asks an idle worker for a shadow of its present state, if there is none."""
        self.deadline = None
        if not (self._is_on and self._is_stale and worker.endpoint.is_idle):
            return
        self._is_stale = False
        self.refusal = None
        self._drop_coming()
        # A sleeper with the same state forks without holding up the worker.
        source = self._origin if self._origin and not self._origin.is_closed else worker
        try:
            self._coming = Sleeper(self._supervisor, source, self._on_settled, self._on_gone)
        except OSError as error:
            self.refusal = "there is no room for its shadow: %s" % error.strerror

    def give_away(self):
        """The shadow of the present state for somebody else to keep; None when there is none. A new one is taken later."""
        sleeper = self.present
        if sleeper is self._asleep:
            self._asleep = None
        elif sleeper:
            self._coming = None
        return sleeper

    def wake(self, owner):
        """The shadow as the new worker, or None when there is none of the state before the request."""
        shadow = self._asleep if self.protects and not self._coming else None
        if shadow:
            self._asleep = None
        self.close()
        return shadow.wake(owner, self._supervisor.wake_settings) if shadow else None

    @property
    def largest(self):
        """The largest variables of the state that `wake` would bring back, as the shadow told them."""
        return self._asleep.largest if self._asleep else ()

    def close(self):
        """Ends all shadows."""
        self._drop_coming()
        if self._asleep:
            self._asleep.close()
            self._asleep = None
        self._is_stale = True
        # The worker is gone: a deadline that nobody meets would keep the loop from resting.
        self.deadline = None

    def when_settled(self, callback):
        """Calls back once it is known whether there is a shadow; at once if it is."""
        if self._coming and self.protects:
            self._waiting = callback
        else:
            callback()

    def await_coming(self, seconds):
        """Waits for a shadow that is on its way, and for nothing else."""
        if self._coming:
            poll = select.poll()
            poll.register(self._coming.endpoint.read_fd, select.POLLIN)
            poll.poll(seconds * 1000)
            self._coming.settle()

    def _on_settled(self, sleeper):
        """The older one is sent away when the newer one sleeps."""
        self._coming = None
        if sleeper.refusal:
            self.refusal = sleeper.refusal
        else:
            if self._asleep:
                self._asleep.close()
            self._asleep = sleeper
        waiting, self._waiting = self._waiting, None
        if waiting:
            waiting()

    def _on_gone(self, sleeper):
        """A shadow died in its sleep."""
        if sleeper is self._asleep:
            self._asleep = None
            if not self._coming:
                self.refusal = "its shadow was killed"

    def _drop_coming(self):
        if self._coming:
            self._coming.close()
            self._coming = None
