"""One call of the host: its parameters, the data it sends, and the data it takes."""

import threading

INITIAL_CREDIT_BYTES = 1024 * 1024
CHUNK_BYTES = 64 * 1024
# What a frame costs besides its body: many small ones fill a reader too.
FRAME_BYTES = 512


class Cancelled(Exception):
    """The host gave the call up."""


class Call:
    """Data flows by credit in both directions: neither side ever holds more than it granted."""

    def __init__(self, clerk, request, params):
        self.request = request
        self.params = params
        self._clerk = clerk
        self._changed = threading.Condition()
        self._credit = INITIAL_CREDIT_BYTES
        self._incoming = []
        self._is_complete = False
        self._is_cancelled = False

    @property
    def is_cancelled(self):
        return self._is_cancelled

    @property
    def is_waiting_for_credit(self):
        return self._credit <= 0

    def check(self):
        """Raises Cancelled when the host gave the call up."""
        if self._is_cancelled:
            raise Cancelled

    def receive(self, header, tail):
        """A frame of the host, in the thread that reads."""
        kind = header["type"]
        with self._changed:
            if kind == "credit":
                self._credit += header["bytes"]
            elif kind == "cancel":
                self._is_cancelled = True
            elif kind == "data":
                if tail:
                    self._incoming.append(tail)
                self._is_complete = self._is_complete or bool(header.get("eof"))
            self._changed.notify_all()

    def send_data(self, data, kind="data"):
        """Sends bytes as the host takes them."""
        for start in range(0, len(data), CHUNK_BYTES):
            chunk = data[start : start + CHUNK_BYTES]
            with self._changed:
                self._changed.wait_for(lambda: self._credit > 0 or self._is_cancelled)
                self.check()
                self._credit -= len(chunk) + FRAME_BYTES
            self._clerk.send({"type": kind, "request": self.request}, bytes(chunk))

    def incoming(self):
        """Yields the bytes that the host sends, to their end."""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._incoming or self._is_complete or self._is_cancelled)
                self.check()
                chunks, self._incoming = self._incoming, []
                is_complete = self._is_complete
            for chunk in chunks:
                yield chunk
                self._clerk.send({"type": "credit", "request": self.request, "bytes": len(chunk)})
            if is_complete:
                return
