"""Exceptions as text: the user's frames, with their lines."""

from .. import FILE_PREFIX
from ..json_text import dumps
from ..text import cut

MAX_CHARACTERS = 32 * 1024
MAX_MESSAGE_CHARACTERS = 16 * 1024
# Frames of one exception; a deep recursion shows both its ends.
MAX_FRAMES = 60


def describe(error, hint=""):
    """The body of an exception frame. A hint follows the message."""
    import traceback

    tree = traceback.TracebackException(type(error), error, error.__traceback__, limit=None)
    hide_kernel_frames(tree, set())
    text = "".join(tree.format())
    message = message_of(error)
    return body(class_name(error), " ".join(filter(None, (message, hint))), text + hint)


def describe_plainly(error):
    """The same for an exception that cannot be formatted."""
    name = class_name(error)
    return body(name, "", name)


def class_name(error):
    """The real one: a metaclass may say anything, or raise."""
    return type.__dict__["__name__"].__get__(type(error))


def body(name, message, text):
    return dumps(
        {"name": name, "message": cut(message, MAX_MESSAGE_CHARACTERS), "traceback": cut(text, MAX_CHARACTERS)}
    ).encode()


def message_of(error):
    text = str(error)
    if isinstance(error, SyntaxError):
        return error.msg or text
    return text


def hide_kernel_frames(tree, seen):
    """Drops the kernel's own frames here and in every exception behind this one."""
    if tree is None or id(tree) in seen:
        return
    seen.add(id(tree))
    frames = [frame for frame in tree.stack if not frame.filename.startswith(FILE_PREFIX)]
    if len(frames) > MAX_FRAMES:
        frames = frames[: MAX_FRAMES // 2] + frames[-MAX_FRAMES // 2 :]
    tree.stack[:] = frames
    for other in (tree.__cause__, tree.__context__, *(getattr(tree, "exceptions", None) or ())):
        hide_kernel_frames(other, seen)
