"""The shell's process, and the two pipes that it is driven by."""

import os
import select
import signal

from ..javascript.start import restore_signals
from .loop import CELL_FD, LOOP, STATUS_FD

# How often it is looked whether the shell lives: its background jobs may hold its pipes open.
POLL_MILLISECONDS = 50


class Shell:
    """One bash. When it dies, so does this process, in the same way: the supervisor sees what happened and starts anew."""

    def __init__(self, program):
        cell_reader, self._cells = os.pipe()
        self._statuses, status_writer = os.pipe()
        self._buffer = b""
        self._cell = b""
        self._pid = os.fork()
        if self._pid == 0:
            become_bash(program, cell_reader, status_writer)
        os.close(cell_reader)
        os.close(status_writer)

    def begin(self, code):
        """Hands a cell over. Must not be interrupted."""
        # What earlier cells left running holds the pipe too: it must not know how to end a later one.
        self._cell = os.urandom(8).hex().encode()
        data = memoryview(b"%s\0%s\0" % (self._cell, code))
        try:
            while data:
                data = data[os.write(self._cells, data) :]
        except BrokenPipeError:
            self.die()

    def wait(self):
        """How the cell ended, "done" or "exit", and its status."""
        while True:
            line, newline, rest = self._buffer.partition(b"\n")
            if not newline:
                self._read()
                continue
            self._buffer = rest
            how, _, rest = line.partition(b" ")
            cell, _, status = rest.partition(b" ")
            # An interrupt that came late may have ended the cell before once more.
            if cell == self._cell:
                return how.decode(), int(status)

    def interrupt(self):
        """Interrupts the shell and what it waits for. Its background jobs ignore it."""
        os.killpg(os.getpgrp(), signal.SIGINT)

    def die(self, status=None):
        if status is None:
            _, status = os.waitpid(self._pid, 0)
        if os.WIFSIGNALED(status):
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.kill(os.getpid(), os.WTERMSIG(status))
        os._exit(os.WEXITSTATUS(status))

    def _read(self):
        poll = select.poll()
        poll.register(self._statuses, select.POLLIN)
        while not poll.poll(POLL_MILLISECONDS):
            pid, status = os.waitpid(self._pid, os.WNOHANG)
            if pid:
                self.die(status)
        data = os.read(self._statuses, 4096)
        if not data:
            self.die()
        self._buffer += data


def become_bash(program, cell_reader, status_writer):
    try:
        os.dup2(cell_reader, CELL_FD)
        os.dup2(status_writer, STATUS_FD)
        restore_signals()
        os.execv(program, ["bash", "--noprofile", "--norc", "-c", LOOP, "bash"])
    finally:
        os._exit(127)
