"""Shell commands: one that streams, and jobs that go on."""

import threading
import time

from .commands import POLL_SECONDS, exit_code, kill_group, pump, start_command, wait
from .errors import ClerkError
from .job import Job

# After a command has ended, its pipes are read for so long without anything to come.
DRAIN_SECONDS = 0.3


class ShellService:
    def __init__(self, paths):
        self._paths = paths
        self._jobs = {}

    def methods(self):
        return {"shell_run": self.run, "shell_start": self.start, "shell_poll": self.poll, "shell_kill": self.kill}

    def run(self, call):
        """Runs a command to its end and streams its output as the host takes it."""
        process = start_command(self._paths, call.params)
        is_over = threading.Event()
        readers = [
            threading.Thread(target=pump, args=(pipe, hand_on(call, kind, is_over)), daemon=True)
            for kind, pipe in (("stdout", process.stdout), ("stderr", process.stderr))
        ]
        for reader in readers:
            reader.start()
        reason = wait(process, call.params["timeoutMs"] / 1000, lambda: call.is_cancelled)
        if reason != "completed":
            kill_group(process)
        wait_for_readers(readers, call)
        is_over.set()
        return {"reason": reason, "exitCode": exit_code(process)}

    def start(self, call):
        job = Job(start_command(self._paths, call.params), call.params["maxOutputBytes"])
        self._jobs[job.id] = job
        timeout = call.params["timeoutMs"] / 1000
        threading.Thread(target=lambda: job.finish(wait(job.process, timeout, lambda: job.is_killed)), daemon=True).start()
        return {"id": job.id}

    def poll(self, call):
        return self._job(call).poll()

    def kill(self, call):
        self._job(call).kill()
        return {}

    def _job(self, call):
        job = self._jobs.get(call.params["id"])
        if job is None:
            raise ClerkError("SHELL_FAILED", "Expected a job of this session, got %r." % call.params["id"])
        return job


def hand_on(call, kind, is_over):
    """Takes output for the host; what comes after the command has ended is read and dropped."""

    def take(data):
        if not is_over.is_set():
            call.send_data(data, kind)

    return take


def wait_for_readers(readers, call):
    """Waits for the rest of the output. A child in the background may hold the pipes open: it is not waited for."""
    deadline = time.monotonic() + DRAIN_SECONDS
    for reader in readers:
        while reader.is_alive() and not call.is_cancelled:
            if call.is_waiting_for_credit:
                # The host is slow, not the pipe.
                deadline = time.monotonic() + DRAIN_SECONDS
            elif time.monotonic() > deadline:
                break
            reader.join(POLL_SECONDS)
