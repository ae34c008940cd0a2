"""The first code that runs: makes the kernel's modules importable from memory and starts the supervisor.

The host starts `python -I -S -u -c LOADER`; the loader reads the modules' sources from stdin and runs this file with
`sources` in its namespace.
"""

import sys
from importlib.machinery import ModuleSpec

class MemoryImporter:
    """Imports the kernel's modules from a table of sources."""

    def __init__(self, sources):
        self._sources = sources

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
        exec(compile(source, module.__file__, "exec", dont_inherit=True), module.__dict__)


def start(sources):
    sys.meta_path.insert(0, MemoryImporter(sources))
    from tinycodeagent_kernel.supervisor.main import main

    main()
