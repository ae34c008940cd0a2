"""Values as pickles: each on its own first, then those that share something together."""

import io
import pickle
import sys
import types

# The highest protocol that every supported Python reads and writes.
PROTOCOL = 4
LONG = 4096
WITHOUT_IDENTITY = (int, float, complex, bool, type(None), tuple, frozenset)
NAMED = (type, types.FunctionType, types.BuiltinFunctionType, types.ModuleType)


class Refused(Exception):
    """Why a value is left."""


class Rules:
    """What may be pickled."""

    def __init__(self, given, definitions, secrets):
        self._given = given
        self._definitions = definitions
        self._defined = {id(value) for value in definitions.values()}
        self._secrets = [secret.encode() for secret in secrets if secret]

    def is_of_program(self, value):
        """Whether a value needs the program's definitions. Raises Refused for what no definition makes again."""
        if id(value) in self._defined:
            return True
        if isinstance(value, (type, types.FunctionType)):
            return self._check(value)
        if getattr(value, "__module__", None) == "__main__" and is_known_by_name(value):
            # Such as a function behind `lru_cache`: it would be pickled as its name.
            raise Refused("%s has no source that is kept" % getattr(value, "__name__", "it"))
        return False

    def _check(self, value):
        """Looks at a function or class, which is pickled as its name; returns whether it is one of the program's."""
        if any(value is thing for thing in self._given):
            raise Refused("%s belongs to the session" % value.__name__)
        if value.__module__ != "__main__":
            return False
        name = value.__qualname__
        if "<locals>" in name:
            raise Refused("%s was made inside a function" % name)
        if "<lambda>" in name:
            raise Refused("a lambda without a name has no source of its own")
        if name.partition(".")[0] not in self._definitions:
            raise Refused("%s has no source that is kept" % name)
        return True

    def check_bytes(self, data):
        if any(secret in data for secret in self._secrets):
            raise Refused("it holds a secret")


def is_known_by_name(value):
    name = getattr(value, "__qualname__", getattr(value, "__name__", None))
    return type(name) is str and getattr(sys.modules["__main__"], name, None) is value


class StatePickler(pickle.Pickler):
    """A pickler that knows whether what it wrote needs the program's own functions and classes."""

    def __init__(self, file, rules):
        super().__init__(file, PROTOCOL)
        self.needs_definitions = False
        self._rules = rules

    def reducer_override(self, value):
        if self._rules.is_of_program(value):
            self.needs_definitions = True
        return NotImplemented


class Sink(io.BytesIO):
    """Counts all that is written, and keeps it up to a limit."""

    def __init__(self, limit):
        super().__init__()
        self.size = 0
        self._limit = limit

    def write(self, data):
        size = len(data) if type(data) is bytes else memoryview(data).nbytes
        self.size += size
        return super().write(data) if self.size <= self._limit else size


class Trial:
    """A value that could be pickled on its own."""

    def __init__(self, name, value, rules, limit, is_of_function=False):
        sink = Sink(limit)
        pickler = StatePickler(sink, rules)
        pickler.dump(value)
        rules.check_bytes(sink.getvalue())
        self.name, self.value, self.size = name, value, sink.size
        self.is_of_function = is_of_function
        self.needs_definitions = pickler.needs_definitions or is_of_function
        sink.close()
        # As long as the pickler lives, what it saw keeps its identity.
        self._pickler = pickler

    def entry(self):
        """What its import has to know."""
        return [self.name, type(self.value).__name__, self.needs_definitions, self.is_of_function]

    def things(self):
        """The identities of what this value is made of and another may share."""
        memo = self._pickler.memo.copy()
        return [identity for identity, (_, thing) in memo.items() if has_identity(thing)]


def has_identity(thing):
    """Whether it can be seen that two values hold the same one, and not equal ones."""
    if type(thing) in (str, bytes):
        # They never change, but long ones are not to be written twice.
        return len(thing) >= LONG
    if isinstance(thing, NAMED) or type(thing) in WITHOUT_IDENTITY:
        return False
    if type(thing).__eq__ is object.__eq__:
        return True
    try:
        hash(thing)
    except Exception:  # noqa: BLE001 - what has no hash can change
        return True
    return False


def groups_of(trials):
    """Lists of trials that share something, those first that need no definitions."""
    groups, owners = {}, {}
    for trial in trials:
        things = trial.things()
        joined = {id(owners[thing]): owners[thing] for thing in things if thing in owners}
        members = [member for group in joined.values() for member in group["members"]] + [trial]
        group = {"members": members, "things": things}
        for other in joined.values():
            group["things"] += other["things"]
            groups.pop(id(other))
        groups[id(group)] = group
        owners.update(dict.fromkeys(group["things"], group))
    return [sorted(group["members"], key=lambda trial: trial.needs_definitions) for group in groups.values()]


def dump_group(trials, rules, limit):
    """One stream of pickles with one memo: what they share is written once. Raises TooLarge."""
    stream = Sink(limit)
    pickler = StatePickler(stream, rules)
    for trial in trials:
        try:
            pickler.dump(trial.value)
        except (Exception, SystemExit) as error:
            raise GroupFailed(trial, error)
        if stream.size > limit:
            raise TooLarge
    return stream.getvalue()


class TooLarge(Exception):
    """There is more than may be exported."""


class GroupFailed(Exception):
    """A value that could be pickled a moment ago cannot be now."""

    def __init__(self, trial, error):
        super().__init__(trial, error)
        self.trial, self.error = trial, error
