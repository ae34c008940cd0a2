"""The first code that runs: makes the kernel's modules importable from memory and starts the supervisor.

The host starts `python -I -S -u -c LOADER`; the loader reads the modules' sources from stdin and runs this file with
`sources` in its namespace.
"""

import builtins
import sys
from importlib.machinery import ModuleSpec
from types import ModuleType

# Modules that work on the program's values with the program's modules: they see what it sees.
PROGRAM_SIDE = ("tinycodeagent_kernel.worker.state", "tinycodeagent_kernel.worker.tables")


class OwnImports:
    """`import`, as the kernel's modules see it: they get copies of the library's, which user code cannot exchange."""

    def __init__(self):
        self._copies = {"sys": sys}
        self._import = builtins.__import__
        self._finders = None
        self._path = list(sys.path)

    def use(self, finders):
        """Finds what is imported later as it was found at the start."""
        self._finders = list(finders)

    def __call__(self, name, globals=None, locals=None, fromlist=(), level=0):
        if "." in name and not level:
            return self._import(name, globals, locals, fromlist, level)
        if level:
            return self._undisturbed(name, globals, locals, fromlist, level)
        if name not in self._copies:
            self._copies[name] = copy_of(self._undisturbed(name))
        return self._copies[name]

    def _undisturbed(self, *what):
        finders, path = sys.meta_path, sys.path
        sys.meta_path, sys.path = list(self._finders), list(self._path)
        try:
            return self._import(*what)
        finally:
            sys.meta_path, sys.path = finders, path


def copy_of(module):
    copy = ModuleType(module.__name__)
    copy.__dict__.update(module.__dict__)
    return copy


class MemoryImporter:
    """Imports the kernel's modules from a table of sources, with builtins of their own."""

    def __init__(self, sources, own_import):
        self._sources = sources
        self._builtins = dict(vars(builtins), __import__=own_import)

    def find_spec(self, name, path=None, target=None):
        package = name + ".__init__"
        if package in self._sources:
            return ModuleSpec(name, self, is_package=True)
        if name in self._sources:
            return ModuleSpec(name, self)
        return None

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        name = module.__spec__.name
        source = self._sources.get(name + ".__init__") or self._sources[name]
        module.__file__ = "<%s>" % name.replace(".", "/")
        if not name.startswith(PROGRAM_SIDE):
            module.__builtins__ = self._builtins
        exec(compile(source, module.__file__, "exec", dont_inherit=True), module.__dict__)


def start(sources):
    own_import = OwnImports()
    sys.meta_path.insert(0, MemoryImporter(sources, own_import))
    own_import.use(sys.meta_path)
    from tinycodeagent_kernel.supervisor.main import main

    main()
