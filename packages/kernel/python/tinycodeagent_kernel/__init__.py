"""The kernel: the program inside a sandbox that makes one process a live session.

A supervisor owns the wire to the host and never runs user code. A worker, forked from it, runs cells. A clerk, forked on
first use, serves files and shell commands.
"""

KERNEL_VERSION = "1"
WIRE_VERSION = 1
# Where the kernel's own code says it is from.
FILE_PREFIX = "<tinycodeagent_kernel/"
