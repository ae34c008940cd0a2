"""Work that may take for ever, in a process that can be ended: a regular expression holds the interpreter's lock."""

import json
import os
import select
import signal
import time
import warnings

from ..reading import MAX_READ_BYTES
from .call import Cancelled
from .errors import ClerkError, from_os_error

POLL_SECONDS = 0.05


def run_in_child(work, call, seconds):
    """What `work()` returns, as JSON gives it back. Raises ClerkError, also when it takes longer; Cancelled."""
    reader, writer = os.pipe()
    with warnings.catch_warnings():
        # The child runs this one thread, and nothing of what the others hold.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid == 0:
        os.close(reader)
        work_and_leave(work, writer)
    os.close(writer)
    try:
        answer = json.loads(read_to_end(reader, call, time.monotonic() + seconds) or b"null")
    finally:
        os.close(reader)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    if answer is None:
        raise ClerkError("CLERK_LOST", "Expected the search to end, but its process died. Try again.")
    if "error" in answer:
        raise ClerkError(answer["error"]["code"], answer["error"]["message"])
    return answer["value"]


def work_and_leave(work, writer):
    try:
        try:
            answer = {"value": work()}
        except ClerkError as error:
            answer = {"error": {"code": error.code, "message": str(error)}}
        except OSError as error:
            answer = {"error": from_os_error(error)}
        view = memoryview(json.dumps(answer).encode())
        while view:
            view = view[os.write(writer, view) :]
    finally:
        os._exit(0)


def read_to_end(fd, call, deadline):
    poll = select.poll()
    poll.register(fd, select.POLLIN)
    pieces = []
    while True:
        if call.is_cancelled:
            raise Cancelled
        if time.monotonic() > deadline:
            raise ClerkError("FILE_INVALID", "Expected the search to end in time, but it did not. Simplify the pattern, or search a subfolder.")
        if poll.poll(POLL_SECONDS * 1000):
            data = os.read(fd, MAX_READ_BYTES)
            if not data:
                return b"".join(pieces)
            pieces.append(data)
