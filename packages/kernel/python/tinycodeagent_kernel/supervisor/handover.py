"""Handing descriptors to a process, and reading who answers."""

import contextlib
import socket

from ..wire import Decoder, WireError

# The names of the largest variables come along, each character in up to twelve bytes.
MAX_ANSWER_BYTES = 16 * 1024


@contextlib.contextmanager
def borrowed(fd):
    """The descriptor as a socket. It needs no second descriptor: there may be none left."""
    sock = socket.socket(fileno=fd)
    try:
        yield sock
    finally:
        sock.detach()


def hand_over(fd, frame, descriptors):
    """Sends a frame with descriptors. The socket of an idle interpreter has room for it."""
    with borrowed(fd) as sock:
        socket.send_fds(sock, [frame], list(descriptors))


def allow_credentials(fd):
    """The system tells who writes on this socket: what a process says of itself is not believed."""
    with borrowed(fd) as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)


def read_answer(fd):
    """The process that wrote, and the frame's header; None while there is nothing. Nobody will write: (0, {})."""
    with borrowed(fd) as sock:
        try:
            data, ancillary, _, _ = sock.recvmsg(MAX_ANSWER_BYTES, socket.CMSG_SPACE(12))
        except BlockingIOError:
            return None
        except OSError:
            data, ancillary = b"", ()
    for level, kind, content in ancillary:
        if data and level == socket.SOL_SOCKET and kind == socket.SCM_CREDENTIALS:
            return int.from_bytes(content[:4], "little"), header_of(data)
    return 0, {}


def header_of(data):
    try:
        frames = Decoder().feed(data)
    except WireError:
        return {}
    return frames[0][0] if frames else {}
