"""Opening files for reading: regular ones only. A pipe, a device or a link that is put in a file's place is refused."""

import os
import stat as modes

FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class NotRegular(OSError):
    """What is there is no regular file."""


def open_regular(path, dir_fd=None):
    """A binary file object without a buffer. Raises OSError."""
    fd = os.open(path, FLAGS, dir_fd=dir_fd)
    if modes.S_ISREG(os.fstat(fd).st_mode):
        return os.fdopen(fd, "rb", buffering=0)
    os.close(fd)
    raise NotRegular(0, "not a regular file")


def read_regular(path, max_bytes):
    """The content of a file, or its first bytes where it is longer; None where there is no such file to read."""
    try:
        with open_regular(path) as file:
            return file.read(max_bytes)
    except OSError:
        return None
