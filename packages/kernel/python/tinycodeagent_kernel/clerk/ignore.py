"""`.gitignore` files: which paths a search passes over."""

import os

from .patterns import compile_glob
from .regular import read_regular

MAX_BYTES = 1024 * 1024


class IgnoreRules:
    """The rules of a folder and of those above it, up to the repository's root. The last rule that matches holds."""

    def __init__(self, rules=()):
        self._rules = rules

    @classmethod
    def at(cls, folder):
        """The rules that hold in a folder, without its own file."""
        if is_repository(folder):
            return cls()
        above, chain = os.path.dirname(folder), []
        while above != folder:
            chain.append(above)
            if is_repository(above):
                break
            above, folder = os.path.dirname(above), above
        else:
            chain = []
        rules = cls()
        for outer in reversed(chain):
            rules = rules.inside(outer)
        return rules

    def inside(self, folder):
        """These rules and the folder's own."""
        own = tuple(read_rules(folder))
        return IgnoreRules(self._rules + own) if own else self

    def ignores(self, path, is_folder):
        if os.path.basename(path) == ".git":
            return True
        verdict = False
        for base, expression, is_negated, only_folders in self._rules:
            if only_folders and not is_folder:
                continue
            if expression.match(os.path.relpath(path, base)):
                verdict = not is_negated
        return verdict


def is_repository(folder):
    return os.path.exists(os.path.join(folder, ".git"))


def read_rules(folder):
    content = read_regular(os.path.join(folder, ".gitignore"), MAX_BYTES)
    lines = (content or b"").decode("utf-8", "replace").splitlines()
    for line in lines:
        line = line.rstrip()
        if not line or line.startswith("#"):
            continue
        is_negated = line.startswith("!")
        pattern = line[1:] if is_negated else line
        only_folders = pattern.endswith("/")
        pattern = pattern.rstrip("/")
        is_anchored = "/" in pattern
        pattern = pattern.lstrip("/").replace("{", "[{]")
        try:
            yield folder, compile_glob(pattern if is_anchored else "**/" + pattern), is_negated, only_folders
        except ValueError:
            continue
