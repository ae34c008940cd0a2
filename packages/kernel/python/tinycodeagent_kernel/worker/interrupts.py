"""SIGINT becomes KeyboardInterrupt while user code runs, and nothing at any other time."""

import signal
import threading

from .quiet import Quiet


class Interrupts:
    """Decides when the main thread may be interrupted. Other threads never are."""

    def __init__(self):
        self._may_raise = False
        self._is_held = False
        self._is_pending = False
        self._main = threading.get_ident()
        self._quiet = Quiet()
        signal.signal(signal.SIGINT, self._on_signal)

    def run(self, code):
        """Runs `code()` so that it can be interrupted. An interrupt that comes as it ends is raised here, or dropped."""
        self._is_pending = False
        try:
            self._quiet.end()
            self._may_raise = True
            try:
                return code()
            finally:
                # What user code left to run in every frame runs here too, and may have to be interrupted.
                self._quiet.begin()
                self._may_raise = False
        finally:
            self._may_raise = False
            self._quiet.begin()

    def held(self):
        """A section that is never half done: an interrupt that comes inside is raised at its end."""
        return Section(self, True)

    def allowed(self):
        """A wait inside `held` that may be interrupted."""
        return Section(self, False)

    def set_held(self, is_held):
        self._is_held = is_held
        if self._is_pending and not is_held:
            self._is_pending = False
            if self._may_raise:
                raise KeyboardInterrupt

    def is_main(self):
        return threading.get_ident() == self._main

    def is_held(self):
        return self._is_held

    def _on_signal(self, number, frame):
        if not self._may_raise:
            return
        if self._is_held:
            self._is_pending = True
        else:
            raise KeyboardInterrupt


class Section:
    """Holds interrupts, or lets them through, and puts back what was before."""

    def __init__(self, interrupts, is_held):
        self._interrupts = interrupts
        self._is_held = is_held
        self._was_held = None

    def __enter__(self):
        if self._interrupts.is_main():
            self._was_held = self._interrupts.is_held()
            self._interrupts.set_held(self._is_held)

    def __exit__(self, *_):
        if self._was_held is not None:
            self._interrupts.set_held(self._was_held)
