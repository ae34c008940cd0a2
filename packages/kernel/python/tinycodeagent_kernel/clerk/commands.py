"""Starting, watching and ending one command."""

import os
import signal
import subprocess
import threading
import time

from . import orphans
from .errors import ClerkError

READ_BYTES = 64 * 1024
POLL_SECONDS = 0.02


def start_command(paths, params):
    orphans.reap()
    shell = "/bin/bash" if os.path.exists("/bin/bash") else "/bin/sh"
    cwd = paths.resolve(params.get("cwd") or ".")
    try:
        process = subprocess.Popen(
            [shell, "-c", params["command"]],
            cwd=cwd,
            env=dict(os.environ, **params.get("env", {})),
            stdin=subprocess.PIPE if params.get("stdin") else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        raise ClerkError("SHELL_FAILED", "Expected to start a shell in %r, but: %s." % (cwd, error)) from None
    orphans.expect(process.pid)
    if process.stdin:
        threading.Thread(target=feed, args=(process.stdin, params["stdin"].encode()), daemon=True).start()
    return process


def feed(pipe, data):
    try:
        with pipe:
            pipe.write(data)
    except OSError:
        pass


def pump(pipe, take):
    """Hands on what a pipe gives, until its end or until the taker is gone."""
    try:
        for data in iter(lambda: os.read(pipe.fileno(), READ_BYTES), b""):
            take(data)
    except Exception:  # noqa: BLE001 - the call was given up; the command is being killed
        pass
    finally:
        pipe.close()


def wait(process, seconds, is_cancelled):
    """Waits for the end, the time limit, or a cancel; returns which."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            process.wait(POLL_SECONDS)
            orphans.expect_no_more(process.pid)
            return "completed"
        except subprocess.TimeoutExpired:
            if is_cancelled():
                return "aborted"
            if time.monotonic() > deadline:
                return "timeout"


def kill_group(process):
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def exit_code(process):
    return process.returncode if process.returncode >= 0 else 128 - process.returncode
