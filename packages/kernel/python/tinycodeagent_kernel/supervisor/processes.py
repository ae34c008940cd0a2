"""Processes that the supervisor started, and those that their trees left to it."""

import os
import signal
import socket

from ..proc import PR_SET_CHILD_SUBREAPER, children_of, tree_of

PR_SET_DUMPABLE = 4


class Processes:
    """Reaps children, and kills whole trees: what loses its parent becomes a child of the supervisor."""

    def __init__(self, loop):
        self._owners = {}
        self._expected = set()
        self._strays_are_due = False
        # Orphans that are let live: they fell to this process before branches had orphans of their own.
        self._spared = set()
        self._wake, wake_writer = socket.socketpair()
        self._wake.setblocking(False)
        wake_writer.setblocking(False)
        self._wake_writer = wake_writer
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wake_writer.fileno(), warn_on_full_buffer=False)
        loop.on_readable(self._wake.fileno(), self._on_wake)

    def harden(self):
        """Adopts orphans, and closes this process to its own user's other processes."""
        prctl = load_prctl()
        if prctl:
            prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
            prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)

    def fork(self, owner, run):
        """Forks. The child runs `run()` and never returns. `owner.on_exit(code, signal)` is called when it ended."""
        pid = os.fork()
        if pid:
            self._owners[pid] = owner
            return pid
        status = 70
        try:
            reset_signals()
            os.setpgid(0, 0)
            prctl = load_prctl() if was_hardened() else None
            if prctl:
                prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)
            run()
            status = 0
        finally:
            os._exit(status)

    def expect(self, sleeper):
        """A process is on its way that nobody knows yet; until it came, or will not come, it could be taken for a stray."""
        self._expected.add(sleeper)

    def expect_no_more(self, sleeper):
        self._expected.discard(sleeper)
        if self._strays_are_due and not self._expected:
            self.kill_strays()

    def adopt(self, pid, owner):
        """Takes a process that a child forked off and that falls to this one; returns whether nobody has it yet."""
        is_free = pid not in self._owners
        if is_free:
            self._owners[pid] = owner
        return is_free

    def give(self, pid, owner):
        """Another owner is told from now on when it ends."""
        self._owners[pid] = owner

    def spare_orphans(self):
        """What has fallen to this process so far is no longer a stray."""
        self._spared.update(pid for pid in children_of(os.getpid()) if pid not in self._owners)

    def kill(self, pid):
        """Kills a process and its group at once; what is left of its tree falls to `kill_strays`."""
        send_signal(os.kill, pid)
        self.kill_group(pid)

    def kill_group(self, pid):
        """Kills what is left of the group of a process that ended."""
        send_signal(os.killpg, pid)

    def kill_strays(self):
        """Kills every child that has no owner: what a dead tree left. Waits for those that are on their way."""
        self._strays_are_due = bool(self._expected)
        if not self._strays_are_due:
            self._kill_orphans(self._spared)

    def kill_bearers(self, variable):
        """Kills the orphans that have a variable in their environment, with their trees."""
        for pid in children_of(os.getpid()):
            if pid not in self._owners and bears(pid, variable.encode()):
                for process in tree_of(pid):
                    send_signal(os.kill, process)

    def _kill_orphans(self, spared=()):
        for pid in children_of(os.getpid()):
            if pid not in self._owners and pid not in spared:
                send_signal(os.kill, pid)

    def end_all(self):
        """Kills and reaps every child and what they leave, until none is left."""
        while True:
            for pid in list(self._owners):
                self.kill(pid)
            self._kill_orphans()
            try:
                pid, _ = os.waitpid(-1, 0)
            except ChildProcessError:
                return
            self._owners.pop(pid, None)

    def _on_wake(self):
        try:
            while self._wake.recv(4096):
                pass
        except BlockingIOError:
            pass
        self.reap()

    def reap(self):
        """Collects what ended and tells its owners."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            self._spared.discard(pid)
            owner = self._owners.pop(pid, None)
            if owner:
                owner.on_exit(*read_status(status))


def send_signal(kill, pid):
    try:
        kill(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass


def bears(pid, variable):
    try:
        with open("/proc/%d/environ" % pid, "rb") as file:
            return variable in file.read().split(b"\0")
    except OSError:
        return False


def read_status(status):
    """A wait status as exit code or signal name; one of them is None."""
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        try:
            return None, signal.Signals(number).name
        except ValueError:
            return None, "SIG%d" % number
    return os.WEXITSTATUS(status), None


def reset_signals():
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


_prctl = None
_was_loaded = False


def was_hardened():
    return _was_loaded


def load_prctl():
    """The system call, or None where there is none."""
    global _prctl, _was_loaded
    if not _was_loaded:
        _was_loaded = True
        try:
            import ctypes

            _prctl = ctypes.CDLL(None).prctl
        except (ImportError, OSError, AttributeError):
            _prctl = None
    return _prctl
