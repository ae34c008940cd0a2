"""Frames that a worker wrote. User code is the worker, so each is checked: it speaks of the current request or of nothing."""

import time

from .running import FRAME_BYTES, MAX_CALLS, MAX_ID_CHARACTERS

# What the parts of one message may hold together.
MAX_PARTS_BYTES = 32 * 1024 * 1024
# Parts of one message; a sender that fills them needs half as many.
MAX_PARTS = 1024
# Answers that a worker does not read.
MAX_UNREAD_BYTES = 128 * 1024 * 1024
MAX_EXIT_CODE = 2**53 - 1
MAX_DISPLAY_TYPES = 16
MAX_TYPE_CHARACTERS = 128
# Displays of one cell.
MAX_DISPLAYS = 100
MAX_DISPLAY_BYTES = 32 * 1024 * 1024
REASONS = ("completed", "exception", "exit")


def handle(branch, header, tail):
    """Relays a frame of the current request to the host, or drops it."""
    running = branch.running
    if running is None or header.get("request") != running.token:
        return refuse(branch, header)
    handler = _HANDLERS.get(header["type"])
    if handler:
        handler(branch, running, header, tail)


def refuse(branch, header):
    """A thread that outlived its cell must not wait for an answer that nobody gives."""
    call = header.get("call")
    if takes_no_answers(branch.worker):
        branch.seat.kill()
    elif header["type"] == "tool_call" and is_id(call):
        refusal = b'{"ok":false,"error":{"kind":"cancelled","message":"The cell that made this call has ended."}}'
        branch.worker.send({"type": "tool_result", "call": call}, refusal)


def takes_no_answers(worker):
    """A program that asks and does not read would fill this process."""
    return worker.endpoint.unsent_bytes > MAX_UNREAD_BYTES


def part(branch, running, header, tail):
    if not tail:
        return
    running.credit -= len(tail)
    running.part_bytes += len(tail)
    running.parts += 1
    if running.part_bytes > MAX_PARTS_BYTES or running.parts > MAX_PARTS:
        return branch.seat.kill()
    branch.report({"type": "part"}, tail, is_data=True)


def message(branch, running, header, tail):
    """Results, exceptions and replies: a body that the host checks."""
    relay(branch, running, {"type": header["type"]}, header, tail)


def display(branch, running, header, tail):
    contents = header.get("contents")
    if not is_contents(contents):
        return
    running.displays += 1
    running.display_bytes += running.part_bytes + len(tail)
    if running.displays > MAX_DISPLAYS or running.display_bytes > MAX_DISPLAY_BYTES:
        # Its parts are with the host already; an empty message of no meaning lets it drop them.
        running.omitted_displays += 1
        return relay(branch, running, {"type": "omitted"}, header, b"")
    relay(branch, running, {"type": "display", "contents": contents}, header, tail)


def is_contents(contents):
    """Whether this is a short list of MIME types and sizes."""
    return (
        type(contents) is list
        and len(contents) <= MAX_DISPLAY_TYPES
        and all(
            type(pair) is list
            and len(pair) == 2
            and type(pair[0]) is str
            and len(pair[0]) <= MAX_TYPE_CHARACTERS
            and type(pair[1]) is int
            and 0 <= pair[1] <= MAX_DISPLAY_BYTES
            for pair in contents
        )
    )


def tool_call(branch, running, header, tail):
    call, name = header.get("call"), header.get("name")
    is_known = is_id(call) and is_id(name) and call not in running.calls
    if not is_known or len(running.calls) >= MAX_CALLS or takes_no_answers(branch.worker):
        return refuse(branch, header)
    running.calls.add(call)
    if header.get("wait") is True:
        running.wait(call, time.monotonic())
    relay(branch, running, {"type": "tool_call", "call": call, "name": name}, header, tail)


def wait(branch, running, header, tail):
    """The event loop is blocked until some tool call is answered."""
    running.wait(None, time.monotonic())


def done(branch, running, header, tail):
    outcome = {"reason": header["reason"] if header.get("reason") in REASONS else "completed"}
    exit_code = header.get("exitCode")
    if type(exit_code) is int and abs(exit_code) <= MAX_EXIT_CODE:
        outcome["exitCode"] = exit_code
    branch.seat.leaves_children = header.get("children") is True
    branch.finish(outcome)


def relay(branch, running, relayed, header, tail):
    """Sends a message on. How many parts it has is counted here: what the worker says of it is not believed."""
    if running.parts:
        relayed["parts"] = running.parts
    running.parts = running.part_bytes = 0
    running.credit -= len(tail) + FRAME_BYTES
    branch.report(relayed, tail)


def is_id(value):
    return type(value) is str and 0 < len(value) <= MAX_ID_CHARACTERS


_HANDLERS = {
    "part": part,
    "result": message,
    "exception": message,
    "reply": message,
    "display": display,
    "tool_call": tool_call,
    "wait": wait,
    "done": done,
}
