"""Languages of cells besides Python. Each is a branch of its own beside the branch of Python that it belongs to."""

from ..wire import encode_message
from .branch import Branch
from .programs import find_program
from .worker_process import become_worker, start_worker

PROGRAMS = {"javascript": "node", "bash": "bash"}


class Languages:
    """What this place can run. A language's program is started by the first frame for it."""

    def __init__(self):
        found = {language: find_program(name) for language, name in PROGRAMS.items()}
        self._programs = {language: path for language, path in found.items() if path}

    @property
    def names(self):
        return ["python", *self._programs]

    def open_branch(self, supervisor, name):
        """The branch `<branch of Python>:<language>`, or None where there is no such thing."""
        base, _, language = name.rpartition(":")
        program = self._programs.get(language)
        if program is None or base not in supervisor.branches:
            return None
        start = STARTERS[language]
        refusal = "%s has no shadow" % language
        return Branch(supervisor, name, start=lambda *asked: start(program, *asked), refusal=refusal)


def start_javascript(program, supervisor, owner):
    from ..javascript.start import become, opening_of

    worker = start_worker(supervisor, owner, lambda *theirs: become(program, *theirs))
    if worker is None:
        return None
    worker.endpoint.send(encode_message({"type": "open", "request": None}, opening_of(supervisor.opening)))
    worker.endpoint.flush()
    return worker


def start_bash(program, supervisor, owner):
    from ..bash.main import main

    def run(socket_fd, opening):
        main(program, socket_fd, opening)

    return start_worker(supervisor, owner, lambda *theirs: become_worker(*theirs, run))


STARTERS = {"javascript": start_javascript, "bash": start_bash}
