"""Walking a folder, without following links."""

import os

from .ignore import IgnoreRules


def walk(root, recursive=True, respect_gitignore=False):
    """Yields relative path and stat of what a folder holds, in lexical order, a folder before what is in it."""
    rules = IgnoreRules.at(root) if respect_gitignore else None
    folders = [entries_of(root, "", rules)]
    while folders:
        for item, prefix, inner_rules in folders[-1]:
            try:
                found = item.stat(follow_symlinks=False)
            except OSError:
                continue
            yield prefix + item.name, found
            if recursive and item.is_dir(follow_symlinks=False):
                folders.append(entries_of(item.path, prefix + item.name + "/", inner_rules))
                break
        else:
            folders.pop()


def entries_of(folder, prefix, rules):
    """Yields the entries of a folder that are not ignored; none of one that cannot be read."""
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda item: item.name)
    except OSError:
        return
    rules = rules and rules.inside(folder)
    for item in found:
        if not (rules and rules.ignores(item.path, item.is_dir(follow_symlinks=False))):
            yield item, prefix, rules
