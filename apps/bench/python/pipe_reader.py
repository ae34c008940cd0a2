"""Answers every line with the milliseconds until all output of the program in its arguments was read from a pipe."""

import os
import subprocess
import sys
import time

for _ in sys.stdin:
    started = time.perf_counter()
    with subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, bufsize=0) as program:
        while os.read(program.stdout.fileno(), 1024 * 1024):
            pass
    print((time.perf_counter() - started) * 1000, flush=True)
