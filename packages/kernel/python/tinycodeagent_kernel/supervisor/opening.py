"""What a session is opened with."""

import json
import os

from ..wire import Assembler

MAX_OPENING_BYTES = 16 * 1024 * 1024

_assembler = Assembler(MAX_OPENING_BYTES)


class Opening:
    """Settings of a session. They come from the host and are trusted."""

    def __init__(self, settings):
        self.env = settings.get("env", {})
        self.tools = settings.get("tools", [])
        self.preload = settings.get("preload", [])
        self.memory_bytes = settings.get("memoryBytes")
        self.roots = settings.get("roots", [])
        temporary = os.environ.get("TMPDIR") or "/tmp"
        self.spill_folder = os.path.join(temporary, "tinycodeagent-output-%d" % os.getpid())


def read_opening(header, tail):
    """The opening, once its message is whole."""
    message = _assembler.add(header, tail)
    if message is None or message[0]["type"] != "open":
        return None
    return Opening(json.loads(message[1] or b"{}"))
