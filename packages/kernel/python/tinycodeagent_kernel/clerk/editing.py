"""Replacing exact text in a file, keeping its line ends and byte-order mark."""

import difflib

from .errors import ClerkError, invalid

BYTE_ORDER_MARK = "\ufeff"
CONTEXT_LINES = 3


def apply_edits(path, before, edits):
    """All edits or none. Returns the new bytes, how many places changed, and a unified diff."""
    try:
        text = before.decode("utf-8")
    except UnicodeDecodeError:
        raise invalid(path, "UTF-8 text", "other bytes") from None
    mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
    text = original = text[len(mark) :]
    newline = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
    replacements = 0
    for number, edit in enumerate(edits, 1):
        text, count = replace(path, text, edit, newline, number)
        replacements += count
    return (mark + text).encode("utf-8"), replacements, unified_diff(path, original, text)


def replace(path, text, edit, newline, number):
    old, new = edit["oldText"], edit["newText"]
    if not old:
        raise invalid(path, "a text to replace in edit %d" % number, "an empty one")
    if text.count(old) == 0:
        old = with_newlines(old, newline)
    expected, found = edit.get("expectedMatches", 1), text.count(old)
    if found != expected:
        message = "Expected the text of edit %d %d times in %r, got %d. Read the file, or give more context." % (
            number,
            expected,
            path,
            found,
        )
        raise ClerkError("EDIT_MISMATCH", message, path=path, edit=number, matches=found)
    return text.replace(old, with_newlines(new, newline)), found


def with_newlines(text, newline):
    return text.replace("\r\n", "\n").replace("\n", newline)


def unified_diff(path, before, after):
    """A unified diff. Lines that are equal at both ends are left out first: comparing is quadratic."""
    old, new = before.splitlines(True), after.splitlines(True)
    start = equal_lines(old, new)
    end = equal_lines(old[start:][::-1], new[start:][::-1])
    start, end = max(start - CONTEXT_LINES, 0), max(end - CONTEXT_LINES, 0)
    old, new = old[start : len(old) - end], new[start : len(new) - end]
    # The lines left out must be counted in the headers.
    padding = ["\n"] * start
    lines = difflib.unified_diff(padding + old, padding + new, path, path, n=CONTEXT_LINES) if start < 5000 else None
    return "".join(terminated(line) for line in (lines or difflib.unified_diff(old, new, path, path, n=CONTEXT_LINES)))


def equal_lines(left, right):
    count = 0
    for one, other in zip(left, right):
        if one != other:
            break
        count += 1
    return count


def terminated(line):
    if line.endswith("\n"):
        return line
    return line + "\n\\ No newline at end of file\n"
