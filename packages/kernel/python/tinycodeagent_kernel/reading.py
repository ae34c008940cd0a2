"""Reading descriptors without allocating for what is not there."""

import _socket as socket
import array
import os

MAX_READ_BYTES = 64 * 1024

# Descriptors that one message may bring.
MAX_DESCRIPTORS = 3
_ancillary_bytes = socket.CMSG_SPACE(MAX_DESCRIPTORS * array.array("i").itemsize)

# Only Linux has it; only there descriptors are handed over.
_CLOSE_ON_EXEC = getattr(socket, "MSG_CMSG_CLOEXEC", 0)

# One thread reads at a time in every process of the kernel; what was read is copied before the next read.
_buffer = bytearray(MAX_READ_BYTES)
_view = memoryview(_buffer)


def read(fd):
    """What is there, as bytes; empty at the end. Raises what `os.read` raises."""
    return bytes(_view[: os.readv(fd, (_buffer,))])


def read_with_descriptors(sock):
    """What is there on a socket, and the descriptors that came with it."""
    size, ancillary, _, _ = sock.recvmsg_into((_buffer,), _ancillary_bytes, _CLOSE_ON_EXEC)
    descriptors = array.array("i")
    for level, kind, content in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            descriptors.frombytes(content)
    return bytes(_view[:size]), list(descriptors)
