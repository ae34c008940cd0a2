"""A branch: one interpreter, the worker that is it now, and the request that it serves."""

import os
import signal
import time

from .intake import Intake
from .running import Running
from .shadow import ShadowKeeper
from .worker_process import start_worker

FORWARDED = ("type", "parts", "names", "maxBytes", "call")


class Branch:
    """Relays between the host and a worker, keeps the clock of what runs, and replaces a worker that died."""

    def __init__(self, supervisor, name):
        self.name = name
        self.running = None
        self._supervisor = supervisor
        self._aborted_early = None
        self._is_dying = False
        self._last_outcome = None
        self._died_idle = None
        self._token = None
        self.intake = Intake(supervisor, self)
        self._shadows = ShadowKeeper(supervisor, supervisor.opening.shadows)
        self._adopt(start_worker(supervisor, self))

    # From the host -----------------------------------------------------------------------------------------------------

    def receive(self, header, tail):
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
        if not self.running:
            self._make_ready()
        self._forward(header, tail)

    def _make_ready(self):
        """Before the first frame of a request: there is a worker, and, if it can be had, a shadow of its state."""
        if self.worker is None:
            self._adopt(start_worker(self._supervisor, self))
        self._shadows.take(self.worker)

    def _begin(self, header, tail):
        if self.running:
            self._supervisor.send({"type": "refused", "branch": self.name, "request": header["request"]})
            return
        self.intake.drain_output()
        if not self._died_idle:
            self._make_ready()
        self.running = Running(self, header, self._token_of(header["request"]), time.monotonic())
        died, self._died_idle = self._died_idle, None
        if self._aborted_early == header["request"]:
            self._finish({"reason": "aborted"}, "kept")
        elif died:
            # The state that this request counts on is gone: it must not run on an empty one.
            self._finish({"reason": "crashed", **died}, "reset")
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
            self._forward(header, tail)

    _HANDLERS = {
        "part": _forward_part,
        "execute": _begin,
        "variables_set": _begin,
        "variables_get": _begin,
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

    # The clock and the ladder ------------------------------------------------------------------------------------------

    @property
    def deadline(self):
        return self.running.deadline if self.running else self._shadows.deadline

    def tick(self, now):
        if self.running:
            self.running.tick(now)
        elif self._shadows.deadline is not None and now >= self._shadows.deadline and self.worker:
            self._shadows.take(self.worker)

    def refuse_shadow(self, reason):
        """The worker cannot be forked now; its next request is not protected."""
        self._shadows.refuse(reason)

    def interrupt(self):
        self.worker.signal(signal.SIGINT)

    def interrupt_group(self):
        self.worker.signal_group(signal.SIGINT)

    def kill(self):
        self._supervisor.processes.kill(self.worker.pid)

    # The worker --------------------------------------------------------------------------------------------------------

    def _adopt(self, worker):
        self.worker = worker
        self.intake.follow(worker)

    def resume_reading(self):
        self.intake.resume()

    # The end of a request ----------------------------------------------------------------------------------------------

    def finish(self, outcome):
        """The worker says that the request is done."""
        if self.running.stop_reason:
            outcome = {"reason": self.running.stop_reason}
        if self._is_dying:
            # It was done, but what it did is gone with the worker.
            self._last_outcome = outcome
        else:
            self._finish(outcome, "kept", self._shadows.protects)

    def on_exit(self, exit_code, signal_name):
        """The worker died: by the ladder, by its own code, or by the system. Its shadow takes its place, or a new one."""
        self._is_dying, self._last_outcome = True, None
        self.intake.take_last_frames()
        self.intake.drain_output()
        dead, was_protected = self.worker, self._shadows.protects
        shadow = self._shadows.wake()
        dead.channels.close()
        self._supervisor.processes.kill_group(dead.pid)
        self._supervisor.processes.kill_strays()
        self._is_dying = False
        died = {"exitCode": exit_code} if signal_name is None else {"signal": signal_name}
        if shadow:
            self._supervisor.processes.adopt(shadow.pid, self)
            self._adopt(shadow)
        elif not self.running:
            # A new one is started when it is needed: one that dies as it starts must not be started for ever.
            self._died_idle = died
            self._adopt(None)
        else:
            self._adopt(start_worker(self._supervisor, self))
        if self.running:
            stop_reason = self.running.stop_reason
            outcome = {"reason": stop_reason} if stop_reason else self._last_outcome or {"reason": "crashed", **died}
            self._finish(outcome, "restored" if shadow else "reset", was_protected and shadow is not None)

    def _finish(self, outcome, state, is_protected=True):
        running = self.running
        truncated = running.output.finish()
        if truncated:
            self.report({"type": "truncated", **truncated[0]}, truncated[1])
        now = time.monotonic()
        outcome.update(type="end", state=state, protected=is_protected, durationMs=round((now - running.started) * 1000, 3))
        if not is_protected:
            outcome["unprotectedReason"] = self._shadows.refusal or "there was no shadow yet"
        if running.omitted_displays:
            outcome["omittedDisplays"] = running.omitted_displays
        self.report(outcome)
        self.running = None
        self._shadows.mark_stale(now)
        self.intake.resume()
