"""SIGINT becomes KeyboardInterrupt while user code runs, and nothing at any other time."""

import signal


class Interrupts:
    def __init__(self):
        self._may_raise = False
        signal.signal(signal.SIGINT, self._on_signal)

    def run(self, code):
        """Runs `code()` so that it can be interrupted. An interrupt that comes as it ends is raised here, or dropped."""
        try:
            self._may_raise = True
            try:
                return code()
            finally:
                self._may_raise = False
        finally:
            self._may_raise = False

    def _on_signal(self, number, frame):
        if self._may_raise:
            raise KeyboardInterrupt
