"""Answers every line with the milliseconds that a fork took, from a process with the heap that its argument makes."""

import os
import sys
import time

namespace = {}
exec(sys.argv[1], namespace)
for _ in sys.stdin:
    started = time.perf_counter()
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    print((time.perf_counter() - started) * 1000, flush=True)
