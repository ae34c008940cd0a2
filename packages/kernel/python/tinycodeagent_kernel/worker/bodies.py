"""Bodies of JSON and bytes: the length of the JSON, a line feed, the JSON, and the bytes that it names."""


from ..json_text import dumps, loads


def split(body):
    """The JSON, and a view of the bytes behind it."""
    end = body.index(b"\n") + 1
    start = end + int(body[:end])
    return loads(body[end:start]), memoryview(body)[start:]


def join(head, blobs):
    """The same as one body."""
    text = dumps(head).encode()
    return b"".join([b"%d\n" % len(text), text, *blobs])
