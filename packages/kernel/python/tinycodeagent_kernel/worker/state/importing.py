"""Brings a state into a namespace."""

import hashlib
import io
import pickle

from ..bodies import join, split
from .function_state import restore_function
from .report import left

CHECKSUM_BYTES = hashlib.sha256().digest_size
SHARING = "it shares data with %s, which could not be imported"


class Damaged(Exception):
    """The data are not what was exported."""


def import_state(interpreter, body):
    """Takes definitions, with the data behind them; returns what was imported and what was left."""
    head, data = split(body)
    try:
        groups = read_groups(data)
    except Damaged as error:
        return join({"damaged": str(error)}, [])
    return Import(interpreter, head["definitions"], groups).answer()


def read_groups(data):
    """Groups of pickles that share a memo. Nothing is unpickled that is not what was exported."""
    checksum, rest = bytes(data[:CHECKSUM_BYTES]), data[CHECKSUM_BYTES:]
    if hashlib.sha256(rest).digest() != checksum:
        raise Damaged("its checksum is that of other data")
    try:
        index, streams = split(bytes(rest))
        groups, start = [], 0
        for entries, size in zip(index["groups"], index["sizes"]):
            groups.append(Group([tuple(entry) for entry in entries], bytes(streams[start : start + size])))
            start += size
    except (ValueError, KeyError, TypeError) as error:
        raise Damaged("its index cannot be read") from error
    return groups


class Group:
    """Pickles with one memo: they are loaded in their order, and after one that fails none can be."""

    def __init__(self, entries, stream):
        self.entries = entries
        self._stream = stream
        self.rewind()

    def rewind(self):
        self._unpickler = pickle.Unpickler(io.BytesIO(self._stream))
        self._next = 0
        self.failed = None

    def load(self, with_definitions):
        """Yields the names with their values, as far as they can be had now."""
        while self._next < len(self.entries) and not self.failed:
            name, kind, needs_definitions, is_of_function = self.entries[self._next]
            if needs_definitions and not with_definitions:
                return
            try:
                value = self._unpickler.load()
            except (Exception, SystemExit) as error:  # noqa: BLE001 - unpickling runs the program's code
                self.failed = left(name, kind, error)
                return
            self._next += 1
            yield name, value, is_of_function

    def left(self):
        """What could not be loaded."""
        if not self.failed:
            return []
        rest = self.entries[self._next + 1 :]
        return [self.failed, *(dict(left(name, kind, ""), reason=SHARING % self.failed["name"]) for name, kind, *_ in rest)]


class Import:
    """Imports come first, then data that need nothing else, definitions, and the data that need those."""

    def __init__(self, interpreter, definitions, groups):
        self._interpreter = interpreter
        self._groups = groups
        self._imported = {}
        imports = [definition for definition in definitions if definition["kind"] == "import"]
        others = [definition for definition in definitions if definition["kind"] != "import"]
        self._left = self._define(imports)
        self._load(groups, with_definitions=False)
        failed = self._define(others)
        self._load(groups, with_definitions=True)
        self._left += self._define_again(failed)

    def _define(self, definitions):
        """Runs each; returns those that fail."""
        failed = []
        for definition in definitions:
            try:
                self._interpreter.define(definition["source"])
                self._imported[definition["name"]] = None
            except (Exception, SystemExit) as error:  # noqa: BLE001 - it is the program's code
                failed.append((definition, error))
        return failed

    def _define_again(self, failed):
        """A decorator or a default may have needed data that came later, and data what it defines."""
        still = self._define([definition for definition, _ in failed])
        if len(still) < len(failed):
            broken = [group for group in self._groups if group.failed]
            for group in broken:
                group.rewind()
            self._load(broken, with_definitions=True)
        return still

    def _load(self, groups, with_definitions):
        namespace = self._interpreter.namespace
        for group in groups:
            for name, value, is_of_function in group.load(with_definitions):
                if not is_of_function:
                    namespace[name] = value
                    self._imported[name] = None
                elif name in self._imported:
                    restore_function(namespace[name], value)

    def answer(self):
        definitions = [left(item["name"], item["kind"], error) for item, error in self._left]
        data = [entry for group in self._groups for entry in group.left()]
        return join({"imported": list(self._imported), "left": definitions + data}, [])
