"""Serves requests with a shell, one after another, until its socket ends."""

import json
import os

from ..worker.channel import Channel
from ..worker.interrupts import Interrupts
from ..worker.limits import limit_memory
from ..worker.system import own_orphans
from .shell import Shell


def main(program, socket_fd, opening):
    interrupts = Interrupts()
    channel = Channel(socket_fd, interrupts)
    limit_memory(opening.memory_bytes)
    own_orphans()
    shell = Shell(program)
    while True:
        message = channel.receive_request()
        if message is None:
            os._exit(0)
        header, body = message
        channel.request = header["request"]
        channel.finish(serve(channel, interrupts, shell, header, body))


def serve(channel, interrupts, shell, header, code):
    """Runs a cell and returns its outcome. The status of its last command is its value."""
    if header["type"] != "execute":
        return {"reason": "exception"}
    if b"\0" in code:
        channel.send({"type": "exception"}, nul_in_code())
        return {"reason": "exception"}
    shell.begin(code)
    how, status = wait(interrupts, shell)
    if how == "exit":
        return {"reason": "exit", "exitCode": status}
    channel.send({"type": "result"}, json.dumps({"value": status, "repr": str(status)}).encode())
    return {"reason": "completed"}


def wait(interrupts, shell):
    """Waits for the end of the cell; interrupts are passed on."""
    while True:
        try:
            return interrupts.run(shell.wait)
        except KeyboardInterrupt:
            shell.interrupt()


def nul_in_code():
    message = "Expected code without NUL characters, got one: bash cannot hold it. Write $'\\\\x00' to printf instead."
    return json.dumps({"name": "SyntaxError", "message": message, "traceback": "SyntaxError: " + message}).encode()
