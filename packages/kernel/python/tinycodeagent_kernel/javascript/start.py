"""Turns a fork of the supervisor into Node."""

import json
import os
import signal

from ..supervisor.descriptors import keep_only

SOCKET_FD = 3
# A cell may declare any of these names anew; the program keeps what they were.
NAMES = "Array,Buffer,Error,JSON,Map,Math,Number,Object,Promise,RangeError,Reflect,RegExp,Set,String,Symbol,TypeError,Uint8Array"
TIMERS = "clearTimeout,process,setTimeout"
MIN_HEAP_MEGABYTES = 16

# Text of any Node: an old one says that it is old.
LOADER = """\
if (parseInt(process.versions.node) < 18) {
  process.stderr.write("Expected Node 18 or later, got " + process.versions.node + ". Install a later one.\\n");
  process.exit(64);
}
require("vm").runInThisContext(%s, { filename: "tinycodeagent_kernel/javascript" })(require, function (name, options) {
  return import(name, options);
});
"""


def become(program, socket_fd, writers, opening):
    """What the fork does: keeps what is its own, and goes on as Node. The program is an argument, no file."""
    from .program import PROGRAM

    for fd, target in zip(writers, (1, 2)):
        os.dup2(fd, target)
    os.dup2(socket_fd, SOCKET_FD)
    os.set_inheritable(SOCKET_FD, True)
    keep_only(SOCKET_FD)
    restore_signals()
    wrapped = "(function (require, load) { const {%s,%s} = globalThis; (() => {%s\n})(); })" % (NAMES, TIMERS, PROGRAM)
    arguments = [*heap_limit(opening.memory_bytes), "-e", LOADER % json.dumps(wrapped)]
    os.execve(program, ["node", *arguments], {**os.environ, **opening.env})


def opening_of(opening):
    """What the program is told first."""
    return json.dumps({"tools": opening.tools}).encode()


def heap_limit(size):
    """V8 maps more than it uses: a limit of the system on its memory would keep it from starting."""
    if not size:
        return []
    return ["--max-old-space-size=%d" % max(size // 2**20, MIN_HEAP_MEGABYTES)]


def restore_signals():
    """Python ignores some; a program expects what the system does by itself."""
    for name in ("SIGPIPE", "SIGXFSZ", "SIGINT"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
