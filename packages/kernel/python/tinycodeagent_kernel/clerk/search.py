"""Finding files by name, and lines by their text."""

import os
import re
import stat as modes

from .errors import ClerkError, invalid, not_found
from .in_child import run_in_child
from .patterns import compile_glob
from .regular import read_regular
from .tree import walk

SEARCH_SECONDS = 30
MAX_PATHS = 1_000
MAX_MATCHES = 1_000
MAX_LINE_CHARACTERS = 2_000
# A character may take six bytes of JSON.
MAX_ANSWER_CHARACTERS = 2 * 1024 * 1024
MAX_FILE_BYTES = 32 * 1024 * 1024
BINARY_PROBE_BYTES = 8 * 1024


class SearchService:
    def __init__(self, paths):
        self._paths = paths

    def methods(self):
        return {
            "glob": lambda call: run_in_child(lambda: self.glob(call), call, SEARCH_SECONDS),
            "grep": lambda call: run_in_child(lambda: self.grep(call), call, SEARCH_SECONDS),
        }

    def glob(self, call):
        limit = call.params.get("maxEntries", MAX_PATHS)
        expression = compile_pattern(call.params["pattern"])
        found = []
        for path in self._files(call):
            if expression.match(path):
                if len(found) == limit:
                    return {"paths": sorted(found), "truncated": True}
                found.append(path)
        return {"paths": sorted(found), "truncated": False}

    def grep(self, call):
        expression = compile_expression(call.params)
        name_filter = compile_pattern(call.params["glob"]) if call.params.get("glob") else None
        limit = call.params.get("maxMatches", MAX_MATCHES)
        context = call.params.get("contextLines", 0)
        matches, names, size = [], set(), 0
        root = self._root(call)
        for path in self._files(call):
            if name_filter and not (name_filter.match(path) or name_filter.match(os.path.basename(path))):
                continue
            for match in search_file(os.path.join(root, path), expression, context):
                size += characters_of(match)
                if len(matches) == limit or size > MAX_ANSWER_CHARACTERS:
                    return {"matches": matches, "files": len(names), "truncated": True}
                names.add(path)
                matches.append(dict(match, path=path))
        return {"matches": matches, "files": len(names), "truncated": False}

    def _root(self, call):
        real = self._paths.resolve(call.params.get("path") or ".")
        return real if os.path.isdir(real) else os.path.dirname(real)

    def _files(self, call):
        """Relative paths of the regular files to search."""
        path = call.params.get("path") or "."
        real = self._paths.resolve(path)
        if os.path.isfile(real):
            yield os.path.basename(real)
            return
        if not os.path.isdir(real):
            raise not_found(path)
        for relative, found in walk(real, respect_gitignore=call.params.get("respectGitignore", True)):
            if modes.S_ISREG(found.st_mode):
                yield relative


def characters_of(match):
    return sum(map(len, (match["text"], *match["before"], *match["after"])))


def compile_pattern(pattern):
    try:
        return compile_glob(pattern)
    except (ValueError, re.error) as error:
        raise invalid(pattern, "a glob pattern", str(error)) from None


def compile_expression(params):
    pattern = re.escape(params["pattern"]) if params.get("literal") else params["pattern"]
    try:
        return re.compile(pattern, re.IGNORECASE if params.get("ignoreCase") else 0)
    except re.error as error:
        message = "Expected a regular expression, got %r: %s. Mend it, or search literally." % (pattern, error)
        raise ClerkError("FILE_INVALID", message) from None


def search_file(path, expression, context):
    """Yields the matching lines of a text file; a binary or very large one has none."""
    data = read_regular(path, MAX_FILE_BYTES + 1)
    if data is None:
        return
    if len(data) > MAX_FILE_BYTES or b"\0" in data[:BINARY_PROBE_BYTES]:
        return
    lines = data.decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
    for index, line in enumerate(lines):
        if expression.search(line):
            yield {
                "line": index + 1,
                "text": line[:MAX_LINE_CHARACTERS],
                "before": [text[:MAX_LINE_CHARACTERS] for text in lines[max(index - context, 0) : index]],
                "after": [text[:MAX_LINE_CHARACTERS] for text in lines[index + 1 : index + 1 + context]],
            }
