"""A shell command that goes on while the session works."""

import secrets
import threading

from .commands import exit_code, kill_group, pump


class Job:
    """Keeps a bounded tail of what the command wrote since it was last asked."""

    def __init__(self, process, max_bytes):
        self.id = secrets.token_hex(6)
        self.process = process
        self.is_killed = False
        self._max_bytes = max_bytes
        self._lock = threading.Lock()
        self._output = {"stdout": bytearray(), "stderr": bytearray()}
        self._omitted = 0
        self._end = None
        self._readers = [
            threading.Thread(target=pump, args=(pipe, lambda data, kind=kind: self._take(kind, data)), daemon=True)
            for kind, pipe in (("stdout", process.stdout), ("stderr", process.stderr))
        ]
        for reader in self._readers:
            reader.start()

    def poll(self):
        with self._lock:
            answer = {kind: bytes(data).decode("utf-8", "replace") for kind, data in self._output.items()}
            answer["omittedBytes"] = self._omitted
            if self._end:
                answer["end"] = self._end
            self._output = {"stdout": bytearray(), "stderr": bytearray()}
            self._omitted = 0
            return answer

    def kill(self):
        self.is_killed = True
        kill_group(self.process)

    def finish(self, reason):
        if reason != "completed":
            kill_group(self.process)
        for reader in self._readers:
            reader.join(1)
        with self._lock:
            self._end = {"reason": "aborted" if self.is_killed else reason, "exitCode": exit_code(self.process)}

    def _take(self, kind, data):
        with self._lock:
            buffer = self._output[kind]
            buffer += data
            excess = len(buffer) - self._max_bytes
            if excess > 0:
                self._omitted += excess
                del buffer[:excess]
