"""What a session is opened with."""

import json
import os
import sys

from ..wire import Assembler

MAX_OPENING_BYTES = 16 * 1024 * 1024

_assembler = Assembler(MAX_OPENING_BYTES)


class Opening:
    """Settings of a session. They come from the host and are trusted."""

    def __init__(self, settings):
        self.env = settings.get("env", {})
        self.tools = settings.get("tools", [])
        self.preload = settings.get("preload", [])
        self.shadows = settings.get("shadows", True) and sys.platform == "linux"
        self.checkpoints = settings["checkpoints"]
        self.memory_bytes = settings.get("memoryBytes")
        self.roots = settings.get("roots", [])
        self.spill_folder = make_spill_folder()


def read_opening(header, tail):
    """The opening, once its message is whole."""
    message = _assembler.add(header, tail)
    if message is None or message[0]["type"] != "open":
        return None
    return Opening(json.loads(message[1] or b"{}"))


def make_spill_folder():
    """A private folder for output that the host does not take; made before user code runs, so that it is no link."""
    temporary = os.path.realpath(os.environ.get("TMPDIR") or "/tmp")
    folder = os.path.join(temporary, "tinycodeagent-output-%s" % os.urandom(8).hex())
    try:
        os.mkdir(folder, 0o700)
    except OSError:
        # Without one, what is not streamed is only counted.
        pass
    return folder


def remove_spill_folder(folder):
    """Not every launcher has a temporary folder that ends with the session."""
    try:
        os.rmdir(folder)
    except FileNotFoundError:
        pass
    except OSError:
        # Only where there is something to remove: it costs milliseconds to import.
        import shutil

        shutil.rmtree(folder, ignore_errors=True)
