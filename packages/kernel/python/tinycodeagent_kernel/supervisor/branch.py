"""A branch: one interpreter, and the request that it serves."""

import os
import time

from .memory import MemoryWatch
from .running import Running
from .seat import Seat

FORWARDED = ("type", "parts", "call")


class Branch:
    """Relays between the host and a worker, and keeps the clock of what runs."""

    def __init__(self, supervisor, name, **seat):
        self.name = name
        self.running = None
        # While the state is being replaced nothing may begin.
        self.is_changing = False
        self.is_closed = False
        self._supervisor = supervisor
        self._aborted_early = None
        self._last_outcome = None
        self._token = None
        self.seat = Seat(supervisor, self, **seat)

    @property
    def worker(self):
        return self.seat.worker

    @property
    def intake(self):
        return self.seat.intake

    @property
    def is_idle(self):
        return not (self.running or self.is_changing)

    def close(self):
        """Ends its interpreter. It is not heard of any more."""
        self.is_closed = True
        self.running = None
        self.seat.close()

    # From the host -----------------------------------------------------------------------------------------------------

    def receive(self, header, tail):
        if not self.running:
            self.seat.settle_death()
        handler = self._HANDLERS.get(header["type"])
        if handler:
            handler(self, header, tail)

    def _forward(self, header, tail):
        forwarded = {key: header[key] for key in FORWARDED if key in header}
        self.worker.send(dict(forwarded, request=self._token_of(header["request"])), tail)

    def _token_of(self, request):
        """The name under which the worker knows a request. It cannot know that of a later one."""
        if self._token is None or self._token[0] != request:
            self._token = (request, os.urandom(8).hex())
        return self._token[1]

    def _forward_part(self, header, tail):
        if self.is_idle:
            self.seat.make_ready()
        if self.worker:
            self._forward(header, tail)

    def _begin(self, header, tail):
        if not self.is_idle:
            self._supervisor.send({"type": "refused", "branch": self.name, "request": header["request"]})
            return
        self.intake.drain_output()
        died = self.seat.take_death()
        if not died:
            self.seat.make_ready()
        self.running = Running(self, header, self._token_of(header["request"]), time.monotonic())
        if self._aborted_early == header["request"]:
            self._finish({"reason": "aborted"}, "kept")
        elif died:
            # The state that this request counts on is gone: it must not run on an empty one.
            self._finish({"reason": "crashed", **died}, "reset", is_protected=False)
        elif not self.worker:
            # The system has no room for another process.
            self._finish({"reason": "crashed"}, "reset", is_protected=False)
        else:
            self._forward(header, tail)

    def _abort(self, header, tail):
        if self.running and self.running.request == header["request"]:
            self.running.stop("aborted", time.monotonic())
        elif not self.running:
            # It overtook the request that it aborts, or came too late: no id is used twice.
            self._aborted_early = header["request"]

    def _grant(self, header, tail):
        if self.running and self.running.request == header["request"]:
            self.running.credit += header["bytes"]
            self.intake.resume()

    def _answer(self, header, tail):
        running = self.running
        if running and header["call"] in running.calls:
            running.answer(header["call"], time.monotonic())
            if self.worker:
                self._forward(header, tail)

    _HANDLERS = {
        "part": _forward_part,
        "execute": _begin,
        "variables_set": _begin,
        "variables_get": _begin,
        "export": _begin,
        "import": _begin,
        "abort": _abort,
        "credit": _grant,
        "tool_result": _answer,
    }

    # To the host -------------------------------------------------------------------------------------------------------

    def report(self, header, tail=b"", is_data=False):
        """Sends a frame of what runs to the host; frames of a branch keep their order."""
        header["branch"] = self.name
        if self.running:
            header["request"] = self.running.request
        self._supervisor.send(header, tail, self.name, is_data)

    def spill_path(self, request):
        """Where the output goes that the host does not take."""
        return os.path.join(self._supervisor.opening.spill_folder, "output-%s-%s.txt" % (self.name, request))

    def memory_watch(self, now):
        """What watches the memory of a request; None without a limit."""
        limit = self._supervisor.opening.memory_bytes
        return MemoryWatch(limit, now) if limit else None

    def resume_reading(self):
        self.intake.resume()

    # The clock ---------------------------------------------------------------------------------------------------------

    @property
    def deadline(self):
        return self._ticking.deadline

    def tick(self, now):
        self._ticking.tick(now)

    @property
    def _ticking(self):
        return self.running if self.running and not self.seat.is_waiting else self.seat

    # The end of a request ----------------------------------------------------------------------------------------------

    def finish(self, outcome):
        """The worker says that the request is done."""
        if self.running.stop_reason:
            outcome = {"reason": self.running.stop_reason}
        if self.seat.is_waiting:
            # It was done, but what it did is gone with the worker.
            self._last_outcome = outcome
        else:
            self._finish(outcome, "kept", self.seat.shadows.protects)

    def begin_death(self):
        """The worker has died; what it said last is about to be read."""
        self._last_outcome = None

    def end_death(self, died, is_restored, largest):
        """Another worker has followed, or will when it is needed."""
        if self.running:
            stop_reason = self.running.stop_reason
            if died.get("signal") == "SIGKILL" and self._supervisor.oom.has_killed():
                stop_reason = stop_reason or "memory"
            outcome = {"reason": stop_reason} if stop_reason else self._last_outcome or {"reason": "crashed", **died}
            if stop_reason == "memory" and is_restored:
                outcome["largestVariables"] = largest
            self._finish(outcome, "restored" if is_restored else "reset", is_restored)

    def _finish(self, outcome, state, is_protected=True):
        running = self.running
        truncated = running.output.finish()
        if truncated:
            self.report({"type": "truncated", **truncated[0]}, truncated[1])
        now = time.monotonic()
        outcome.update(type="end", state=state, protected=is_protected, durationMs=round((now - running.started) * 1000, 3))
        if not is_protected:
            outcome["unprotectedReason"] = self.seat.shadows.refusal or "there was no shadow yet"
        if running.omitted_displays:
            outcome["omittedDisplays"] = running.omitted_displays
        self.report(outcome)
        self.running = None
        self.seat.shadows.mark_stale(now)
        self._supervisor.states.note_change(now)
        self.intake.resume()
