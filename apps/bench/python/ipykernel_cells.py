"""Answers `open` and `cell` with the milliseconds that ipykernel took, from the request until it is idle again."""

import os
import sys
import time

from jupyter_client.manager import start_new_kernel

# Its debugger complains at every start, on stderr.
os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"


def run(client, code):
    request = client.execute(code)
    client.get_shell_msg(timeout=60)
    while True:
        message = client.get_iopub_msg(timeout=60)
        is_ours = message["parent_header"].get("msg_id") == request
        if is_ours and message["content"].get("execution_state") == "idle":
            return


def open_kernel():
    manager, client = start_new_kernel(kernel_name="python3")
    run(client, "1")
    return manager, client


def stop(manager, client):
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def main():
    kernels = []
    for line in sys.stdin:
        started = time.perf_counter()
        if line.strip() == "open":
            kernels.append(open_kernel())
        else:
            run(kernels[-1][1], "x = 1")
        elapsed = time.perf_counter() - started
        for kernel in kernels[:-1]:
            stop(*kernel)
        del kernels[:-1]
        print(elapsed * 1000, flush=True)
    for kernel in kernels:
        stop(*kernel)


main()
