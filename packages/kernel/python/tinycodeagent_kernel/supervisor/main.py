"""The supervisor's loop."""

import os
import signal
import sys
import time

from .. import KERNEL_VERSION, WIRE_VERSION
from ..text import cut
from ..wire import WireError, encode
from .branch import Branch
from .clerk_client import ClerkClient
from .descriptors import take_wire
from .endpoint import Endpoint
from .languages import Languages
from .loop import Loop
from .oom import OomWatch
from .opening import read_opening, remove_spill_folder
from .processes import Processes
from .states import States

# Above this, data that waits for the host's pipe stops the reading of what produces it.
MAX_WAITING_BYTES = 1024 * 1024
MAX_FAULT_CHARACTERS = 500


def main():
    supervisor = Supervisor(*take_wire())
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("SIGTERM"))
    try:
        supervisor.greet()
        supervisor.run()
    except BaseException as error:  # noqa: BLE001 - whatever it is, no process may outlive this one
        supervisor.fail(error)


class Supervisor:
    """Routes frames between the host, the workers of the branches, and the clerk."""

    def __init__(self, read_fd, write_fd):
        self.loop = Loop()
        self.processes = Processes(self.loop)
        self.opening = None
        self.clerk = ClerkClient(self)
        self.branches = {}
        self.states = None
        self.oom = None
        # What an interpreter that wakes is told.
        self.wake_settings = {}
        self._languages = Languages()
        self._host = Endpoint(self.loop, read_fd, write_fd)
        self._sequence = 0
        self._is_closing = False

    def greet(self):
        self.send(
            {
                "type": "hello",
                "wire": WIRE_VERSION,
                "kernel": KERNEL_VERSION,
                "python": "%d.%d.%d" % sys.version_info[:3],
                "platform": sys.platform,
                "uid": os.getuid(),
                "cwd": os.getcwd(),
                "languages": self._languages.names,
            }
        )

    def run(self):
        self.loop.on_readable(self._host.read_fd, self._read_host)
        while not self._is_closing and self._host.is_open:
            self._host.flush()
            self._let_producers_go_on()
            self.loop.poll(self._seconds_to_deadline())
            now = time.monotonic()
            for ticking in self._ticking():
                ticking.tick(now)
        self._end()

    def send(self, header, tail=b"", lane=None, is_data=False):
        """Queues a frame for the host."""
        self._sequence += 1
        header["sequence"] = self._sequence
        self._host.send(encode(header, tail), lane, is_data)

    @property
    def is_congested(self):
        """Whether so much waits for the host that producers must rest."""
        return self._host.waiting_bytes > MAX_WAITING_BYTES

    def _read_host(self):
        try:
            for header, tail in self._host.read():
                self._route(header, tail)
        except WireError as error:
            self.send({"type": "fatal", "message": str(error)})
            self._is_closing = True

    def _route(self, header, tail):
        kind = header["type"]
        if kind == "close":
            self._is_closing = True
        elif self.opening is None:
            self._open(header, tail)
        elif header.get("service") == "clerk":
            self.clerk.receive(header, tail)
        elif header.get("service") == "states":
            self.states.receive(header, tail)
        else:
            branch = self._branch_of(header.get("branch"))
            if branch:
                branch.receive(header, tail)

    def _branch_of(self, name):
        """The branch of that name; one of another language begins when it is first spoken to."""
        if name not in self.branches and type(name) is str:
            opened = self._languages.open_branch(self, name)
            if opened:
                self.branches[name] = opened
        return self.branches.get(name)

    def _open(self, header, tail):
        self.opening = read_opening(header, tail)
        if self.opening:
            self.states = States(self)
            self.oom = OomWatch()
            self.branches["main"] = Branch(self, "main")
            self.processes.harden()

    def begin_forks(self):
        """From now on each interpreter has its orphans itself: those of several must not be mixed up here."""
        if self.wake_settings:
            return
        self.wake_settings = {"ownOrphans": True}
        self.processes.spare_orphans()
        for branch in self.branches.values():
            if branch.worker and branch.seat.has_copies:
                branch.worker.send({"type": "own_orphans", "request": None})

    def _ticking(self):
        return (*self.branches.values(), self.clerk, *filter(None, [self.states]))

    def _let_producers_go_on(self):
        if not self.is_congested:
            for branch in self.branches.values():
                branch.resume_reading()
            self.clerk.resume_reading()

    def _seconds_to_deadline(self):
        deadlines = (ticking.deadline for ticking in self._ticking())
        due = min((deadline for deadline in deadlines if deadline is not None), default=None)
        return None if due is None else max(due - time.monotonic(), 0)

    def fail(self, error):
        """Ends everything after a fault, and says where it was."""
        self.send({"type": "fatal", "message": describe_fault(error)})
        self._end()

    def _end(self):
        signal.set_wakeup_fd(-1)
        try:
            self.clerk.leave()
        finally:
            self.processes.end_all()
        if self.opening:
            remove_spill_folder(self.opening.spill_folder)
        if self._host.is_open:
            self.send({"type": "closed"})
            self._host.write_all()
        # Nothing of an interpreter's shutdown is wanted here.
        os._exit(0)


def describe_fault(error):
    trace = error.__traceback__
    while trace.tb_next:
        trace = trace.tb_next
    place = os.path.basename(trace.tb_frame.f_code.co_filename)
    return cut("%s in %s, line %d: %s" % (type(error).__name__, place, trace.tb_lineno, error), MAX_FAULT_CHARACTERS)
