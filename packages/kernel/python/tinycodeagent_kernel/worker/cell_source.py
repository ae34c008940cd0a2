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

    def kept(self):
        """The cells that are still there, as pairs of name and source, in the order in which they ran."""
        for number in range(max(self._count - MAX_CELLS, 0) + 1, self._count + 1):
            filename = "<cell %d>" % number
            entry = linecache.cache.get(filename)
            if entry is not None and len(entry) == 4:
                yield filename, "".join(entry[2])
