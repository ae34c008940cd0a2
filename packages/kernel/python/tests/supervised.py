"""A real supervisor in a process of its own, spoken to as the host would, and a look at what it leaves."""

import os
import shutil
import subprocess
import sys
import tempfile
import time

from tinycodeagent_kernel.wire import Decoder, encode_message

MARK = "TINYCODEAGENT_FUZZ"
SCALE = float(os.environ.get("TINYCODEAGENT_SCALE", "1"))
HAS_PROC = os.path.isdir("/proc/self")
OPENING = b'{"checkpoints":{"max":4,"memoryBytes":100000000},"env":{}}'
SHADOWLESS = OPENING.replace(b"{", b'{"shadows":false,', 1)
LIMITS = {"timeMs": 2000, "outputBytes": 1000, "spillBytes": 0}
_start = "import sys; sys.path[:0] = [%r]; from tinycodeagent_kernel.supervisor.main import main; main()"
_folder = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class Supervised:
    """Leaves nothing behind: what its supervisor left is killed, and told by `leftovers`."""

    def __init__(self, before="", variables=()):
        """`before`: what its process runs first."""
        self.mark = os.urandom(8).hex()
        self.folder = tempfile.mkdtemp()
        command = [sys.executable, "-S", "-c", before + _start % _folder]
        pipe = subprocess.PIPE
        env = dict(os.environ, **{MARK: self.mark}, **dict(variables))
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=env, cwd=self.folder, start_new_session=True, bufsize=0)
        self._decoder = Decoder()
        self._frames = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for pid in self.leftovers():
            os.kill(pid, 9)
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            pipe.close()
        shutil.rmtree(self.folder)

    def write(self, data):
        """Sends bytes; returns whether they were taken."""
        try:
            self.process.stdin.write(data)
        except BrokenPipeError:
            return False
        return True

    def send(self, header, body=b""):
        return self.write(encode_message(header, body))

    def open(self, opening=OPENING):
        self.send({"type": "open"}, opening)
        return self.frame("hello")

    def execute(self, request, code):
        self.send({"type": "execute", "branch": "main", "request": request, "limits": LIMITS}, code.encode())
        return self.frame("end", request)

    def frame_of_closing(self):
        self.send({"type": "close"})
        return self.frame("closed")

    def frame(self, kind, request=None):
        """The next frame of a type; None when the supervisor says no more."""
        while True:
            while self._frames:
                header, tail = self._frames.pop(0)
                if header["type"] == kind and request in (None, header.get("request")):
                    return header, tail
            data = os.read(self.process.stdout.fileno(), 65536)
            if not data:
                return None
            self._frames += self._decoder.feed(data)

    def end(self, seconds=5):
        """What it says until its end, after its host has left. Raises TimeoutExpired."""
        said, complaint = self.process.communicate(timeout=seconds)
        return said, complaint

    def leftovers(self, seconds=0.0):
        """Processes that bear its mark, also after so many seconds."""
        deadline = time.monotonic() + seconds
        while True:
            found = marked(self.mark)
            if not found or time.monotonic() > deadline:
                return found
            time.sleep(0.02)


def marked(mark):
    line = ("%s=%s" % (MARK, mark)).encode()
    return [int(name) for name in os.listdir("/proc") if name.isdigit() and bears(name, line)]


def bears(name, line):
    try:
        with open("/proc/%s/environ" % name, "rb") as file:
            return line in file.read().split(b"\0")
    except OSError:
        return False
