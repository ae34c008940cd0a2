"""Walking a folder, without following links."""

import os

from .ignore import IgnoreRules


def walk(root, recursive=True, respect_gitignore=False):
    """Yields relative path and stat of what a folder holds, in lexical order, a folder before what is in it."""
    rules = IgnoreRules.at(root) if respect_gitignore else None
    yield from _walk(root, "", recursive, rules)


def _walk(folder, prefix, recursive, rules):
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda item: item.name)
    except (PermissionError, FileNotFoundError, NotADirectoryError):
        return
    rules = rules and rules.inside(folder)
    for item in found:
        is_folder = item.is_dir(follow_symlinks=False)
        if rules and rules.ignores(item.path, is_folder):
            continue
        try:
            yield prefix + item.name, item.stat(follow_symlinks=False)
        except FileNotFoundError:
            continue
        if recursive and is_folder:
            yield from _walk(item.path, prefix + item.name + "/", recursive, rules)
