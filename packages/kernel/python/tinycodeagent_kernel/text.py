"""Text that is too long."""


def cut(text, limit):
    """Head and tail of a text that is too long."""
    if len(text) <= limit:
        return text
    half = limit // 2
    return "%s\n[… %d characters omitted …]\n%s" % (text[:half], len(text) - 2 * half, text[-half:])
