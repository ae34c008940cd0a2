"""The clerk's loop: each call has a thread of its own."""

import json
import os
import signal
import threading
import time

from ..proc import set_subreaper
from ..reading import read
from ..wire import Assembler, Decoder, encode_message
from .call import Call, Cancelled
from .errors import ClerkError, from_os_error
from .files import FileService
from .paths import Paths
from .search import SearchService
from .shell import ShellService

MAX_MESSAGE_BYTES = 32 * 1024 * 1024
# Seconds for calls to end when the session is over.
LEAVE_SECONDS = 0.3
POLL_SECONDS = 0.005
MAX_ANSWER_BYTES = 16 * 1024 * 1024


def main(socket_fd, opening):
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What commands leave falls to the clerk; where that cannot be had, to the supervisor.
    set_subreaper(True)
    clerk = Clerk(socket_fd, opening)
    clerk.run()
    clerk.leave()


class Clerk:
    """Reads frames, starts calls, and sends what they answer."""

    def __init__(self, fd, opening):
        self._fd = fd
        self._lock = threading.Lock()
        self._calls = {}
        self._assembler = Assembler(MAX_MESSAGE_BYTES)
        roots = opening.roots or [{"path": os.getcwd(), "writable": True}]
        paths = Paths([*roots, {"real": opening.spill_folder, "writable": False}])
        services = (FileService(paths), SearchService(paths), ShellService(paths))
        self._methods = {name: method for service in services for name, method in service.methods().items()}

    def run(self):
        decoder = Decoder()
        while True:
            data = read(self._fd)
            if not data:
                return
            for header, tail in decoder.feed(data):
                self._receive(header, tail)

    def leave(self):
        """The session is over: calls that are under way remove what they have half written."""
        for call in list(self._calls.values()):
            call.receive({"type": "cancel"}, b"")
        deadline = time.monotonic() + LEAVE_SECONDS
        while self._calls and time.monotonic() < deadline:
            time.sleep(POLL_SECONDS)

    def send(self, header, body=b""):
        data = memoryview(encode_message(header, body))
        with self._lock:
            while data:
                data = data[os.write(self._fd, data) :]

    def _receive(self, header, tail):
        kind, request = header["type"], header.get("request")
        if kind in ("call", "part"):
            message = self._assembler.add(header, tail)
            if message:
                self._start(*message)
        elif request in self._calls:
            self._calls[request].receive(header, tail)

    def _start(self, header, body):
        call = Call(self, header["request"], json.loads(body or b"{}"))
        self._calls[call.request] = call
        method = self._methods.get(header["method"])
        threading.Thread(target=self._serve, args=(call, method), daemon=True).start()

    def _serve(self, call, method):
        try:
            if method is None:
                raise ClerkError("FILE_INVALID", "There is no such service.")
            answer, is_ok = method(call), True
        except Cancelled:
            answer, is_ok = {"code": "ABORTED", "message": "The operation was aborted."}, False
        except ClerkError as error:
            answer, is_ok = {"code": error.code, "message": str(error), "details": error.details}, False
        except OSError as error:
            answer, is_ok = from_os_error(error), False
        except Exception as error:  # noqa: BLE001 - a fault of one call is that call's answer
            answer, is_ok = {"code": "FILE_INVALID", "message": "%s: %s" % (type(error).__name__, error)}, False
        self._calls.pop(call.request, None)
        body = json.dumps(answer).encode()
        if len(body) > MAX_ANSWER_BYTES:
            body, is_ok = json.dumps(too_large(len(body))).encode(), False
        try:
            self.send({"type": "reply", "request": call.request, "ok": is_ok}, body)
        except OSError:
            # The session is over: nobody waits for it.
            pass


def too_large(size):
    message = "Expected an answer of at most %d bytes, got %d. Ask for less: a subfolder, fewer entries." % (MAX_ANSWER_BYTES, size)
    return {"code": "FILE_INVALID", "message": message}
