"""Between cells nothing of user code runs: what it left to run inside other code waits for the next cell."""

import gc
from _signal import SIG_BLOCK, SIG_SETMASK, pthread_sigmask, valid_signals
from sys import getprofile, getrecursionlimit, gettrace, setprofile, setrecursionlimit, settrace

ALL_SIGNALS = valid_signals()
# Frames that the kernel itself needs.
MIN_RECURSION_LIMIT = 200


class Quiet:
    """Puts aside trace functions, finalizers of garbage and signals, and brings them back."""

    def __init__(self):
        self._trace = None
        self._profile = None
        self._collects = False
        self._mask = None

    def begin(self):
        """User code has ended. May be called again where it was cut short."""
        trace, profile = gettrace(), getprofile()
        if trace is not None:
            settrace(None)
            self._trace = trace
        if profile is not None:
            setprofile(None)
            self._profile = profile
        if self._mask is None:
            self._mask = pthread_sigmask(SIG_BLOCK, ALL_SIGNALS)
        if gc.isenabled():
            gc.disable()
            self._collects = True
        if getrecursionlimit() < MIN_RECURSION_LIMIT:
            setrecursionlimit(MIN_RECURSION_LIMIT)

    def end(self):
        """User code begins."""
        if self._collects:
            self._collects = False
            gc.enable()
        if self._mask is not None:
            mask, self._mask = self._mask, None
            pthread_sigmask(SIG_SETMASK, mask)
        profile, self._profile = self._profile, None
        trace, self._trace = self._trace, None
        if profile is not None:
            setprofile(profile)
        if trace is not None:
            settrace(trace)
