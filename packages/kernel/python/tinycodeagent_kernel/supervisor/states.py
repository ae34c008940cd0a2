"""Requests about whole states of the interpreter: checkpoints, and branches that are forked off."""

import json
import time

from ..wire import Assembler
from .branch import Branch
from .checkpoints import Checkpoint, Checkpoints, Full

MAX_REQUEST_BYTES = 16 * 1024 * 1024
# Until a copy of an interpreter that does not come is given up.
SETTLE_SECONDS = 10.0
NO_ROOM = "the system has no room for it"
BUSY = ("SESSION_BUSY", "Expected a session without a running cell, but one runs. Await its result, or abort it.")
GONE = (
    "CHECKPOINT_GONE",
    "Expected a checkpoint of this session, but it was dropped or evicted, or never was. list() names those that there are.",
)


class States:
    """Serves them for all branches."""

    def __init__(self, supervisor):
        self._supervisor = supervisor
        self._checkpoints = Checkpoints(supervisor.opening.checkpoints)
        self._assembler = Assembler(MAX_REQUEST_BYTES)
        # Sleepers that are on their way, by when they must have come.
        self._awaited = {}

    @property
    def deadline(self):
        dues = (self._checkpoints.deadline, *self._awaited.values())
        return min((due for due in dues if due is not None), default=None)

    def tick(self, now):
        self._checkpoints.tick(now)
        for sleeper in [sleeper for sleeper, due in self._awaited.items() if now >= due]:
            sleeper.give_up("it did not answer in time")

    def note_change(self, now):
        """A request has ended on some branch."""
        self._checkpoints.measure_soon(now)

    def receive(self, header, tail):
        message = self._assembler.add(header, tail)
        branch = self._supervisor.branches.get(header.get("branch"))
        if message and branch:
            if not branch.running:
                branch.seat.settle_death()
            header, body = message
            try:
                self._HANDLERS[header["type"]](self, branch, header, body)
            except OSError as error:
                self._refuse_fork(header, "the system has no room: %s" % error.strerror)

    def _await(self, sleeper):
        """A process that is stopped, or hangs in a handler of the program's own, must not keep a branch from its work."""
        self._awaited[sleeper] = time.monotonic() + SETTLE_SECONDS

    def _create(self, branch, header, body):
        if not branch.is_idle:
            return self._refuse(header, *BUSY)
        try:
            self._checkpoints.make_room()
        except Full as error:
            message = "Expected room for a checkpoint, but %s are all that is allowed. Drop some, or allow more." % error
            return self._refuse(header, "CHECKPOINT_LIMIT", message)
        checkpoint = Checkpoint(header.get("name"))

        def settled(sleeper):
            self._awaited.pop(sleeper, None)
            if sleeper.refusal:
                self._checkpoints.remove(checkpoint)
                self._refuse_fork(header, sleeper.refusal)
            else:
                self._reply(header, checkpoint.describe())

        sleeper = branch.seat.keep(settled, lambda _: self._checkpoints.remove(checkpoint))
        if sleeper is None:
            return self._refuse_fork(header, "it has died")
        self._checkpoints.add(checkpoint, sleeper)
        if sleeper.is_asleep:
            self._reply(header, checkpoint.describe())
        else:
            self._await(sleeper)

    def _restore(self, branch, header, body):
        if not branch.is_idle:
            return self._refuse(header, *BUSY)
        checkpoint = self._checkpoints.find(header["id"])
        if checkpoint is None:
            return self._refuse(header, *GONE)

        def settled(sleeper):
            self._awaited.pop(sleeper, None)
            branch.is_changing = False
            if sleeper.refusal:
                return self._refuse_fork(header, sleeper.refusal)
            if branch.is_closed:
                return sleeper.close()
            if not branch.seat.replace(sleeper, checkpoint.sleeper):
                return self._refuse_fork(header, NO_ROOM)
            self._reply(header, {})

        self._await(checkpoint.copy(self._supervisor, settled))
        branch.is_changing = True

    def _list(self, branch, header, body):
        self._reply(header, [checkpoint.describe() for checkpoint in self._checkpoints])

    def _drop(self, branch, header, body):
        checkpoint = self._checkpoints.find(header["id"])
        if checkpoint is None:
            return self._refuse(header, *GONE)
        self._checkpoints.remove(checkpoint)
        self._reply(header, {})

    def _fork(self, branch, header, body):
        def settled(sleeper):
            self._awaited.pop(sleeper, None)
            if sleeper.refusal:
                return self._refuse_fork(header, sleeper.refusal)
            if branch.is_closed:
                # Nobody waits for it any more.
                return sleeper.close()
            self._supervisor.begin_forks()
            worker = sleeper.wake(None, self._supervisor.wake_settings, body)
            if worker is None:
                return self._refuse_fork(header, NO_ROOM)
            self._supervisor.branches[header["to"]] = Branch(self._supervisor, header["to"], worker=worker)
            self._reply(header, {})

        if "checkpoint" in header:
            checkpoint = self._checkpoints.find(header["checkpoint"])
            if checkpoint is None:
                return self._refuse(header, *GONE)
            return self._await(checkpoint.copy(self._supervisor, settled))
        sleeper = branch.seat.copy(branch.is_idle, settled)
        if sleeper:
            return self._await(sleeper)
        reason = branch.seat.shadows.refusal or "a cell runs, and there was no shadow yet"
        self._refuse_fork(header, reason)

    def _close(self, branch, header, body):
        branches = self._supervisor.branches
        for name in [name for name in branches if name == branch.name or name.startswith(branch.name + ":")]:
            branches.pop(name).close()
        self._reply(header, {})

    def _reply(self, header, answer, is_ok=True):
        reply = {"type": "reply", "branch": header["branch"], "request": header["request"], "ok": is_ok}
        self._supervisor.send(reply, json.dumps(answer).encode(), header["branch"])

    def _refuse(self, header, code, message):
        self._reply(header, {"code": code, "message": message}, is_ok=False)

    def _refuse_fork(self, header, reason):
        message = "Expected an interpreter that can be copied, but %s. End that, or go on without a copy." % reason
        self._refuse(header, "STATE_UNFORKABLE", message)

    _HANDLERS = {
        "checkpoint_create": _create,
        "checkpoint_restore": _restore,
        "checkpoint_list": _list,
        "checkpoint_drop": _drop,
        "fork": _fork,
        "close_branch": _close,
    }
