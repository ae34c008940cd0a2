"""The worker's socket: requests come in between cells, answers to tool calls during them."""

import os
import threading

from ..reading import read
from ..wire import Assembler, Decoder, encode, encode_message

MAX_MESSAGE_BYTES = 32 * 1024 * 1024


class Channel:
    """Sends whole messages from any thread; hands tool results to those who wait for them.

    No thread reads at rest: whoever waits reads for all, so that the worker can be forked at any time.
    """

    def __init__(self, fd):
        self.fd = fd
        self.request = None
        self._decoder = Decoder()
        self._assembler = Assembler(MAX_MESSAGE_BYTES)
        self._requests = []
        self._send_lock = threading.Lock()
        self._turn = threading.Condition()
        self._is_read = False
        self._waiters = {}

    def send(self, header, body=b""):
        header["request"] = self.request
        data = memoryview(encode_message(header, body))
        with self._send_lock:
            while data:
                data = data[os.write(self.fd, data) :]

    def finish(self, outcome):
        self.send(dict(outcome, type="done"))
        self.request = None

    def receive_request(self):
        """The next request as header and body, or None at the end."""
        try:
            self.wait(lambda: self._requests)
        except ConnectionError:
            return None
        return self._requests.pop(0)

    def expect(self, call, deliver):
        """Before a call is sent: `deliver(body)` is called, in the thread that reads, when it is answered."""
        self._waiters[call] = deliver

    def forget(self, call):
        self._waiters.pop(call, None)

    def wait(self, is_there):
        """Waits until `is_there()`, reading for everyone while no other thread does."""
        while not is_there():
            is_reader = False
            try:
                with self._turn:
                    while self._is_read and not is_there():
                        self._turn.wait()
                    if is_there():
                        return
                    is_reader = self._is_read = True
                self._read()
            finally:
                if is_reader:
                    with self._turn:
                        self._is_read = False
                        self._turn.notify_all()

    def read_ready(self):
        """Reads once, for an event loop that was told that there is something to read."""
        with self._turn:
            if self._is_read:
                return
            self._is_read = True
        try:
            self._read()
        finally:
            with self._turn:
                self._is_read = False
                self._turn.notify_all()

    def _read(self):
        data = read(self.fd)
        if not data:
            raise ConnectionError("the session has ended")
        for header, tail in self._decoder.feed(data):
            message = self._assembler.add(header, tail)
            if message is not None:
                self._deliver(*message)

    def _deliver(self, header, body):
        if header["type"] != "tool_result":
            self._requests.append((header, body))
            return
        deliver = self._waiters.pop(header.get("call"), None)
        if deliver:
            deliver(body)
