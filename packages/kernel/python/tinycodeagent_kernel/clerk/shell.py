"""Shell commands: one that streams, and jobs that go on."""

import threading

from .commands import exit_code, kill_group, pump, start_command, wait
from .errors import ClerkError
from .job import Job


class ShellService:
    def __init__(self, paths):
        self._paths = paths
        self._jobs = {}

    def methods(self):
        return {"shell_run": self.run, "shell_start": self.start, "shell_poll": self.poll, "shell_kill": self.kill}

    def run(self, call):
        """Runs a command to its end and streams its output as the host takes it."""
        process = start_command(self._paths, call.params)
        readers = [
            threading.Thread(target=pump, args=(pipe, lambda data, kind=kind: call.send_data(data, kind)), daemon=True)
            for kind, pipe in (("stdout", process.stdout), ("stderr", process.stderr))
        ]
        for reader in readers:
            reader.start()
        reason = wait(process, call.params["timeoutMs"] / 1000, lambda: call.is_cancelled)
        if reason != "completed":
            kill_group(process)
        for reader in readers:
            # A child that left the group may hold the pipe open for ever.
            reader.join(None if reason == "completed" and not call.is_cancelled else 1)
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
