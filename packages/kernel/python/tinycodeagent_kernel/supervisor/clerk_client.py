"""The clerk as the supervisor sees it: started on first use, replaced when it dies or takes too long."""

import json
import os
import socket
import time

from ..wire import WireError, encode
from .descriptors import keep_only, move_to_private
from .endpoint import Endpoint

LANE = "clerk"
# Seconds beyond a request's own limit until the clerk is given up.
GRACE_SECONDS = 2.0
# Seconds that it has at the end to tidy up.
LEAVE_SECONDS = 0.5
# In the environment of what it starts: its own number.
MARK = "TINYCODEAGENT_CLERK"
RELAYED = ("type", "request", "parts", "ok", "bytes", "eof")


class ClerkClient:
    """Relays requests for files and shell to the clerk and answers for it when it is gone."""

    def __init__(self, supervisor):
        self._supervisor = supervisor
        self._endpoint = None
        self._pid = None
        self._deadlines = {}
        self._is_resting = False

    def receive(self, header, tail):
        """A frame from the host."""
        if self._endpoint is None:
            if header["type"] not in ("call", "part"):
                return
            try:
                self._start()
            except OSError as error:
                return self._refuse(header, "Expected to start the clerk, but the system has no room: %s." % error.strerror)
        if header["type"] == "call":
            self._deadlines[header["request"]] = deadline_of(header)
        self._endpoint.send(encode(header, tail))
        self._endpoint.flush()

    @property
    def deadline(self):
        return min((due for due in self._deadlines.values() if due is not None), default=None)

    def tick(self, now):
        deadline = self.deadline
        if deadline is not None and now >= deadline:
            self._supervisor.processes.kill(self._pid)
            # Its end is not that of the one that follows it.
            self._supervisor.processes.give(self._pid, Departed(self._supervisor.processes, self._pid))
            self._give_up("it did not answer in time")

    def resume_reading(self):
        if self._is_resting and self._endpoint:
            self._is_resting = False
            self._supervisor.loop.on_readable(self._endpoint.read_fd, self._read)

    def on_exit(self, exit_code, signal_name):
        end_commands(self._supervisor.processes, self._pid)
        self._give_up("it ended with %s" % (signal_name or exit_code))

    def leave(self):
        """Before everything is ended: it may remove what it has half written."""
        if self._endpoint and self._deadlines:
            self._endpoint.close()
            deadline = time.monotonic() + LEAVE_SECONDS
            while is_running(self._pid) and time.monotonic() < deadline:
                time.sleep(0.005)

    def _start(self):
        ours, theirs = socket.socketpair()
        opening = self._supervisor.opening
        with theirs:
            self._pid = self._supervisor.processes.fork(self, lambda: become_clerk(theirs.detach(), opening))
        fd = ours.detach()
        self._endpoint = Endpoint(self._supervisor.loop, fd, fd)
        self._is_resting = False
        self._supervisor.loop.on_readable(fd, self._read)

    def _read(self):
        if self._supervisor.is_congested:
            self._is_resting = True
            return self._supervisor.loop.on_readable(self._endpoint.read_fd, None)
        try:
            frames = self._endpoint.read()
        except WireError:
            return self._supervisor.processes.kill(self._pid)
        for header, tail in frames:
            self._relay(header, tail)
        if not self._endpoint.is_open:
            self._supervisor.loop.on_readable(self._endpoint.read_fd, None)

    def _relay(self, header, tail):
        request = header.get("request")
        if request not in self._deadlines:
            return
        if header["type"] == "reply":
            del self._deadlines[request]
        relayed = {key: header[key] for key in RELAYED if key in header}
        # Each request is a lane of its own: a large file does not hold up a small one.
        self._supervisor.send(relayed, tail, (LANE, request), header["type"] in ("data", "part", "stdout", "stderr"))

    def _give_up(self, why):
        if self._endpoint is None:
            return
        self._endpoint.close()
        self._endpoint = None
        for request in self._deadlines:
            self._refuse({"type": "call", "request": request}, "The clerk was replaced: %s." % why)
        self._deadlines = {}

    def _refuse(self, header, message):
        if header["type"] == "call":
            reply = {"type": "reply", "request": header["request"], "ok": False}
            body = json.dumps({"code": "CLERK_LOST", "message": message}).encode()
            self._supervisor.send(reply, body, (LANE, header["request"]))


class Departed:
    """A clerk that was given up: nobody waits for it, but what it started ends with it."""

    def __init__(self, processes, pid):
        self._processes = processes
        self._pid = pid

    def on_exit(self, exit_code, signal_name):
        end_commands(self._processes, self._pid)


def end_commands(processes, pid):
    """The commands of a clerk have groups of their own, and nobody who could end them any more."""
    processes.kill_bearers("%s=%d" % (MARK, pid))


def is_running(pid):
    """Whether a child has not ended yet. It is not reaped."""
    try:
        return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
    except (ChildProcessError, AttributeError):
        return False


def deadline_of(header):
    """A stream takes as long as its reader or writer wants: its time limit is 0."""
    milliseconds = header["timeoutMs"]
    return time.monotonic() + milliseconds / 1000 + GRACE_SECONDS if milliseconds else None


def become_clerk(socket_fd, opening):
    """What the fork does: keeps what is its own, and serves requests until its socket ends."""
    socket_fd = move_to_private(socket_fd)
    keep_only(socket_fd)
    os.environ.update(opening.env)
    os.environ[MARK] = str(os.getpid())
    from ..clerk.main import main

    main(socket_fd, opening)
