"""Descriptors: the wire moves out of reach of user code, and forks keep only what is theirs."""

import fcntl
import os

# Above what programs use; below the usual limit of 1024.
PRIVATE_FD = 200
MAX_FD = 4096


def take_wire():
    """Moves stdin and stdout to private descriptors and puts harmless ones in their place."""
    read_fd = fcntl.fcntl(0, fcntl.F_DUPFD_CLOEXEC, PRIVATE_FD)
    write_fd = fcntl.fcntl(1, fcntl.F_DUPFD_CLOEXEC, PRIVATE_FD)
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(2, 1)
    os.close(null)
    return read_fd, write_fd


def move_to_private(fd):
    """The same open file at a private descriptor."""
    moved = fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, PRIVATE_FD)
    os.close(fd)
    return moved


def keep_only(*kept):
    """Closes every descriptor above 2 but these."""
    start = 3
    for fd in sorted(kept):
        os.closerange(start, fd)
        start = fd + 1
    os.closerange(start, MAX_FD)
