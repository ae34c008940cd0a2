"""The worker's loop: one request after another, until its socket ends."""

import os

from . import environment, sleeping, system
from .channel import Channel
from .interpreter import Interpreter
from .interrupts import Interrupts
from .limits import limit_memory
from .variables import get_variables, set_variables


def main(socket_fd, opening):
    interrupts = Interrupts()
    channel = Channel(socket_fd, interrupts)
    environment.prepare()
    interpreter = Interpreter(channel, interrupts)
    interpreter.define_tools(opening.tools)
    environment.preload(opening.preload)
    limit_memory(opening.memory_bytes)
    interpreter.tells_largest = bool(opening.memory_bytes)
    system.set_oom_score(system.WORKER_SCORE)
    while True:
        message = channel.receive_request()
        if message is None:
            return
        if message[0]["type"] == "sleep":
            sleeping.fork_sleeper(channel, interpreter)
        elif message[0]["type"] == "pipes":
            environment.take_pipes(channel)
        elif message[0]["type"] == "own_orphans":
            system.own_orphans()
        else:
            serve(channel, interpreter, *message)


def serve(channel, interpreter, header, body):
    channel.request = header["request"]
    try:
        if header["type"] == "execute":
            outcome = interpreter.run(body.decode())
        else:
            outcome = serve_variables(channel, interpreter, header, body)
    finally:
        environment.flush_output()
    if not channel.is_mine:
        # A child that user code forked came back here; it is not the worker.
        os._exit(outcome.get("exitCode", 0 if outcome["reason"] == "completed" else 1))
    if system.has_children():
        outcome["children"] = True
    channel.finish(outcome)


def serve_variables(channel, interpreter, header, body):
    namespace = interpreter.namespace
    try:
        if header["type"] == "variables_set":
            answer = set_variables(namespace, body)
        else:
            answer = interpreter.interrupts.run(lambda: get_variables(namespace, header["names"], header["maxBytes"]))
    except BaseException:  # noqa: BLE001 - a `repr` is user code: it may raise or be interrupted
        return {"reason": "exception"}
    channel.send({"type": "reply"}, answer)
    return {"reason": "completed"}
