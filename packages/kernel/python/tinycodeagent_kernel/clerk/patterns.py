"""Glob patterns as regular expressions: `*`, `?`, `[…]`, `{a,b}`, and `**` for any number of folders."""

import re


def compile_glob(pattern):
    """A compiled expression for whole relative paths. A hidden name is matched like any other."""
    alternatives = "|".join(translate(part) for part in expand_braces(pattern))
    return re.compile(r"(?s:%s)\Z" % alternatives)


def expand_braces(pattern):
    """`a{b,c}d` as `abd` and `acd`; braces may be nested. At most 1,000 patterns."""
    start = pattern.find("{")
    end = matching_brace(pattern, start) if start >= 0 else -1
    if end < 0:
        return [pattern]
    choices = split_choices(pattern[start + 1 : end])
    expanded = [pattern[:start] + choice + rest for choice in choices for rest in expand_braces(pattern[end + 1 :])]
    if len(expanded) > 1000:
        raise ValueError("the pattern stands for more than 1,000 patterns")
    return [final for text in expanded for final in (expand_braces(text) if text != pattern else [text])]


def matching_brace(pattern, start):
    depth = 0
    for index in range(start, len(pattern)):
        depth += {"{": 1, "}": -1}.get(pattern[index], 0)
        if depth == 0:
            return index
    return -1


def split_choices(text):
    choices, depth = [""], 0
    for character in text:
        depth += {"{": 1, "}": -1}.get(character, 0)
        if character == "," and depth == 0:
            choices.append("")
        else:
            choices[-1] += character
    return choices


def translate(pattern):
    """One pattern without braces, as the source of an expression."""
    result, index = "", 0
    while index < len(pattern):
        if pattern.startswith("**/", index) and (index == 0 or pattern[index - 1] == "/"):
            result, index = result + "(?:[^/]+/)*", index + 3
        elif pattern.startswith("**", index):
            result, index = result + ".*", index + 2
        elif pattern[index] == "[":
            text, index = translate_set(pattern, index)
            result += text
        else:
            result += {"*": "[^/]*", "?": "[^/]"}.get(pattern[index], re.escape(pattern[index]))
            index += 1
    return result


def translate_set(pattern, start):
    """`[…]` from `start`; without a closing bracket it is an ordinary character."""
    end = pattern.find("]", start + 2 if pattern[start + 1 : start + 2] not in ("!", "^") else start + 3)
    if end < 0:
        return re.escape("["), start + 1
    inner = pattern[start + 1 : end].replace("\\", "\\\\")
    if inner[0] in "!^":
        inner = "^/" + inner[1:]
    return "[%s]" % inner.replace("[", "\\["), end + 1
