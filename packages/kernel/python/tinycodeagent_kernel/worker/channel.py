"""The worker's socket: requests come in between cells, answers to tool calls during them."""

import os
import select
import threading
from _socket import MSG_DONTWAIT, MSG_PEEK
from _socket import socket as Socket
from _thread import get_ident

from ..reading import read_with_descriptors
from ..wire import Assembler, Decoder, encode_message

# As plain numbers: the library's are of a class that runs code.
LOOK = MSG_PEEK | MSG_DONTWAIT
REHEARSED = {"type": "execute", "request": "rehearsed", "reason": "completed"}
MAX_MESSAGE_BYTES = 32 * 1024 * 1024
# A thread that reads for all looks that often whether what it waits for was refused.
MAX_READING_SECONDS = 0.02
REFUSAL = b'{"ok": false, "error": {"kind": "cancelled", "message": "The cell that it was called in has ended."}}'


class Channel:
    """Sends whole messages from any thread; hands tool results to those who wait for them.

    No thread reads at rest: whoever waits reads for all, so that the worker can be forked at any time. An interrupt never cuts
    a message in two: what is left of it is sent before the next one.
    """

    def __init__(self, fd, interrupts):
        self.fd = fd
        self.is_mine = True
        self._main = get_ident()
        self._interrupts = interrupts
        self.reset()
        os.register_at_fork(after_in_child=self._after_fork)

    def reset(self):
        """Begins anew on the socket that the descriptor is now."""
        self.request = None
        # No other channel has it, so that what is named after it is unique among all that were forked.
        self.name = os.urandom(8).hex()
        self._socket = Socket(fileno=self.fd)
        self._poll = select.poll()
        self._poll.register(self.fd, select.POLLIN)
        self._decoder = Decoder()
        self._assembler = Assembler(MAX_MESSAGE_BYTES)
        self._requests = []
        self._descriptors = []
        self._unsent = memoryview(b"")
        self._send_lock = threading.Lock()
        self._turn = threading.Condition()
        self._is_read = False
        self._queued = 0
        self._waiters = {}

    def move_to(self, fd):
        """Speaks through another socket from now on, under the same number: nothing else knows it."""
        self._socket.detach()
        os.dup2(fd, self.fd, inheritable=False)
        os.close(fd)
        self.reset()

    def take_descriptors(self, count):
        """The descriptors that came with a message."""
        descriptors, self._descriptors = self._descriptors[:count], self._descriptors[count:]
        return descriptors

    def _after_fork(self):
        # A child of user code must neither write nor read what is its parent's. Sleepers are not forked by Python.
        self.is_mine = False
        self._socket.close()

    def send(self, header, body=b""):
        if not self.is_mine:
            return
        header["request"] = self.request
        data = encode_message(header, body)
        with self._interrupts.held(), self._send_lock:
            self._unsent = memoryview(bytes(self._unsent) + data) if self._unsent else memoryview(data)
            while self._unsent:
                try:
                    self._unsent = self._unsent[self._socket.send(self._unsent, MSG_DONTWAIT) :]
                except BlockingIOError:
                    with self._interrupts.allowed():
                        wait_for_room(self.fd)

    def rehearse(self):
        """Does what a request and its answer take, for nobody."""
        for header, tail in Decoder().feed(encode_message(dict(REHEARSED), b"None")):
            self._assembler.add(header, tail)
        with self._interrupts.held(), self._send_lock, self._turn:
            pass

    def finish(self, outcome):
        self._check_hearing()
        self.send(dict(outcome, type="done"))
        self.request = None
        self._refuse_calls()

    def _check_hearing(self):
        """User code can make the socket deaf. It must not look as if the session went on: this cell is still undone."""
        try:
            if self.is_mine and not self._socket.recv(1, LOOK):
                raise ConnectionError("the socket takes nothing more")
        except BlockingIOError:
            pass

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
        if self.request is None:
            self._refuse_calls()

    def _refuse_calls(self):
        """Between cells nobody answers: a thread that waited on would keep the interpreter from being copied, for ever."""
        while self._waiters:
            _, deliver = self._waiters.popitem()
            try:
                deliver(REFUSAL)
            except RuntimeError:
                # Its event loop is closed.
                pass
        with self._interrupts.held(), self._turn:
            if self._queued:
                self._turn.notify_all()

    def forget(self, call):
        self._waiters.pop(call, None)

    def wait(self, is_there):
        """Waits until `is_there()`, reading for everyone while no other thread does."""
        with self._interrupts.held():
            while not is_there():
                if self._begin_reading(is_there):
                    try:
                        with self._interrupts.allowed():
                            has_data = self._wait_for_data()
                        if has_data:
                            self._read()
                    finally:
                        self._end_reading()

    def _wait_for_data(self):
        # The main thread waits for whatever comes; what another one waits for can be refused meanwhile.
        seconds = None if get_ident() == self._main else MAX_READING_SECONDS
        try:
            return self._poll.poll(seconds and seconds * 1000)
        except OSError:
            # A process that may have no descriptors may not poll any.
            return select.select([self.fd], [], [], seconds)[0]

    def read_ready(self):
        """Reads once, for an event loop that was told that there is something to read."""
        with self._interrupts.held():
            if self._begin_reading(None):
                try:
                    self._read()
                finally:
                    self._end_reading()

    def _begin_reading(self, is_there):
        """Takes the reader's place. While another thread has it, waits for what that brings (or, without a wish, does not)."""
        with self._turn:
            while self._is_read:
                if is_there is None or is_there():
                    return False
                self._queued += 1
                try:
                    with self._interrupts.allowed():
                        self._turn.wait()
                finally:
                    self._queued -= 1
            if is_there is not None and is_there():
                return False
            self._is_read = True
            return True

    def _end_reading(self):
        with self._turn:
            self._is_read = False
            if self._queued:
                self._turn.notify_all()

    def _read(self):
        data, descriptors = read_with_descriptors(self._socket)
        self._descriptors += descriptors
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


def wait_for_room(fd):
    """Waits until a descriptor can be written. Works for any number of descriptor."""
    poll = select.poll()
    poll.register(fd, select.POLLOUT)
    try:
        poll.poll()
    except OSError:
        # A process that may have no descriptors may not poll any.
        select.select([], [fd], [])
