"""Reading descriptors without allocating for what is not there."""

import os

MAX_READ_BYTES = 64 * 1024

# One thread reads at a time in every process of the kernel; what was read is copied before the next read.
_buffer = bytearray(MAX_READ_BYTES)
_view = memoryview(_buffer)


def read(fd):
    """What is there, as bytes; empty at the end. Raises what `os.read` raises."""
    return bytes(_view[: os.readv(fd, (_buffer,))])
