"""What is left behind, and why."""

from ...text import cut

MAX_REASON_CHARACTERS = 300
MAX_TYPE_CHARACTERS = 200


def left(name, kind, error):
    """One entry. `kind` is the name of a type."""
    return {"name": name, "type": cut(kind, MAX_TYPE_CHARACTERS), "reason": reason_of(error)}


def reason_of(error):
    if type(error).__name__ == "Refused":
        return cut(str(error), MAX_REASON_CHARACTERS)
    try:
        text = str(error)
    except Exception:  # noqa: BLE001 - the exception may be of a class of the program
        text = ""
    return cut("%s: %s" % (type(error).__name__, text) if text else type(error).__name__, MAX_REASON_CHARACTERS)
