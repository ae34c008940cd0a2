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
            outcome = answer(channel, interpreter, header["type"], body)
    finally:
        environment.flush_output()
    if not channel.is_mine:
        # A child that user code forked came back here; it is not the worker.
        os._exit(outcome.get("exitCode", 0 if outcome["reason"] == "completed" else 1))
    if system.has_children():
        outcome["children"] = True
    channel.finish(outcome)


def answer(channel, interpreter, name, body):
    """What is asked of the interpreter besides cells. A `repr` is user code: it may raise or be interrupted."""
    try:
        reply = interpreter.interrupts.run(lambda: SERVICES[name](interpreter, body))
    except BaseException:  # noqa: BLE001 - whatever user code raises
        return {"reason": "exception"}
    channel.send({"type": "reply"}, reply)
    return {"reason": "completed"}


def export_state(interpreter, body):
    # Most sessions end where they began.
    from .state.exporting import export_state

    return export_state(interpreter, body)


def import_state(interpreter, body):
    from .state.importing import import_state

    return import_state(interpreter, body)


SERVICES = {
    "variables_set": lambda interpreter, body: set_variables(interpreter.namespace, body),
    "variables_get": lambda interpreter, body: get_variables(interpreter.namespace, body),
    "export": export_state,
    "import": import_state,
}
