"""Makes a state of a namespace."""

import hashlib
import sys

from ...json_text import loads
from ..bodies import join
from .definitions import definition_of, kind_of
from .function_state import function_state
from .imports import import_of
from .origins import order_of, origins_of
from .pickling import GroupFailed, Refused, Rules, TooLarge, Trial, dump_group, groups_of
from .report import left

LATE = (sys.maxsize, 0)
LARGEST = 5
MAX_NAME_CHARACTERS = 1000


def export_state(interpreter, body):
    """Takes the limit and the secrets; returns the state without its data, and the data behind it."""
    request = loads(body)
    export = Export(interpreter, request["secrets"], request["maxBytes"])
    return export.answer()


class Export:
    """The names of a namespace, sorted into what becomes of them."""

    def __init__(self, interpreter, secrets, max_bytes):
        self._max_bytes = max_bytes
        self._given = interpreter.given
        self._secrets = [secret for secret in secrets if secret]
        self._origins = origins_of(interpreter.sources.kept())
        self._definitions = []
        self._left = []
        # What functions hold, by their names.
        self._held = {}
        values = self._define(self._names_of(interpreter.namespace))
        names = [definition["name"] for _, definition in self._definitions if definition["kind"] != "import"]
        defined = {name: interpreter.namespace.get(name) for name in names}
        self._rules = Rules(list(self._given.values()), defined, self._secrets)
        self._trials = self._try(values) + self._try(self._held, of_functions=True)

    def _names_of(self, namespace):
        """What is the program's: not what Python and the session put there."""
        return {
            name: value
            for name, value in list(namespace.items())
            if is_name(name) and not is_dunder(name) and self._given.get(name, self) is not value
        }

    def _define(self, values):
        """Takes out what has a source, and returns the rest."""
        rest = {}
        for name, value in values.items():
            try:
                found = self._source_of(name, value)
            except Exception:  # noqa: BLE001 - to look at a value may run its code
                found = None
            if found is None:
                rest[name] = value
            elif any(secret in found[1]["source"] for secret in self._secrets):
                self._leave(name, value, Refused("its source holds a secret"))
            else:
                self._definitions.append(found)
        self._definitions.sort(key=lambda found: found[0])
        return rest

    def _source_of(self, name, value):
        origins = self._origins.get(name, [])
        if any(value is thing for thing in self._given.values()):
            return None
        source, kind = import_of(name, value, origins), "import"
        if source is None:
            source, kind = definition_of(name, value, origins[-1] if origins else None), kind_of(value)
        if source is None:
            return None
        # Imports are needed by whatever comes after them.
        held = function_state(value, origins[-1]) if kind == "function" and origins else None
        if held:
            self._held[name] = held
        place = (kind != "import", *(order_of(origins[-1]) if origins else LATE))
        return place, {"kind": kind, "name": name, "source": source}

    def _try(self, values, of_functions=False):
        trials = []
        for name, value in values.items():
            try:
                trials.append(Trial(name, value, self._rules, self._max_bytes, of_functions))
            except (Exception, SystemExit) as error:  # noqa: BLE001 - pickling runs the program's code
                # Without attributes, the source makes the same defaults again.
                if not of_functions or value[2]:
                    self._leave(name, value, error, "function" if of_functions else None)
        return trials

    def _leave(self, name, value, error, kind=None):
        self._left.append(left(name, kind or type(value).__name__, error))

    def answer(self):
        try:
            data = self._data()
        except TooLarge:
            return self._refusal()
        head = {
            "python": "%d.%d" % sys.version_info[:2],
            "definitions": [definition for _, definition in self._definitions],
            "variables": [trial.name for trial in self._trials if not trial.is_of_function],
            "left": self._left,
        }
        answer = join(head, [data])
        return answer if len(answer) <= self._max_bytes else self._refusal()

    def _refusal(self):
        sizes = sorted(((trial.size, trial.name) for trial in self._trials), reverse=True)
        largest = [[name, size] for size, name in sizes[:LARGEST]]
        return join({"bytes": sum(size for size, _ in sizes), "largest": largest}, [])

    def _data(self):
        """The pickles behind an index of them, with a checksum ahead."""
        index, streams, room = [], [], self._max_bytes
        for group in groups_of(self._trials):
            stream = self._dump(group, room)
            room -= len(stream)
            index.append([trial.entry() for trial in group])
            streams.append(stream)
        data = join({"groups": index, "sizes": [len(stream) for stream in streams]}, streams)
        return hashlib.sha256(data).digest() + data

    def _dump(self, group, room):
        """The stream of a group; what fails now is taken out of it."""
        while True:
            try:
                return dump_group(group, self._rules, room)
            except GroupFailed as failed:
                group.remove(failed.trial)
                self._trials.remove(failed.trial)
                self._leave(failed.trial.name, failed.trial.value, failed.error)


def is_name(name):
    """Code may put anything under anything into a namespace."""
    return type(name) is str and 0 < len(name) <= MAX_NAME_CHARACTERS


def is_dunder(name):
    return name.startswith("__") and name.endswith("__")
