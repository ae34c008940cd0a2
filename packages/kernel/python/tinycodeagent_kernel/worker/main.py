"""The worker's loop: one request after another, until its socket ends."""

import os
import sys

from . import environment
from .channel import Channel
from .interpreter import Interpreter
from .interrupts import Interrupts
from .limits import limit_memory
from .variables import get_variables, set_variables


def main(socket_fd, opening):
    channel = Channel(socket_fd)
    interrupts = Interrupts()
    environment.prepare()
    interpreter = Interpreter(channel, interrupts)
    interpreter.define_tools(opening.tools)
    environment.preload(opening.preload)
    limit_memory(opening.memory_bytes)
    pid = os.getpid()
    while True:
        message = channel.receive_request()
        if message is None:
            return
        serve(channel, interpreter, *message)
        if os.getpid() != pid:
            # A child that user code forked came back here; it is not the worker.
            sys.stdout.flush()
            os._exit(0)


def serve(channel, interpreter, header, body):
    channel.request = header["request"]
    try:
        if header["type"] == "execute":
            outcome = interpreter.run(body.decode())
        else:
            outcome = serve_variables(channel, interpreter, header, body)
    finally:
        flush_output()
    channel.finish(outcome)


def serve_variables(channel, interpreter, header, body):
    if header["type"] == "variables_set":
        answer = set_variables(interpreter.namespace, body)
    else:
        answer = interpreter.interrupts.run(lambda: get_variables(interpreter.namespace, header["names"], header["maxBytes"]))
    channel.send({"type": "reply"}, answer)
    return {"reason": "completed"}


def flush_output():
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        try:
            stream.flush()
        except Exception:  # noqa: BLE001 - user code may have put anything there
            pass
