"""The sources of cells, so that tracebacks and `inspect.getsource` can show their lines."""

import linecache

MAX_CELLS = 1000


class CellSources:
    """Names cells `<cell 1>`, `<cell 2>`, … and keeps the latest."""

    def __init__(self):
        self._count = 0

    def add(self, source):
        self._count += 1
        filename = "<cell %d>" % self._count
        # No modification time: linecache never looks for such a file on disk.
        linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)
        linecache.cache.pop("<cell %d>" % (self._count - MAX_CELLS), None)
        return filename
