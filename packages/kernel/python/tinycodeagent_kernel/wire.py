"""Frames: one line of JSON, then a tail of as many raw bytes as its `tail` says.

What does not fit one tail travels ahead in `part` frames of the same branch and request; the frame that closes the message
counts them in `parts`. Both ends treat what they read as hostile: size and shape are checked here, meaning where it is used.
"""

from .json_text import dumps, loads

MAX_HEADER_BYTES = 64 * 1024
MAX_TAIL_BYTES = 64 * 1024


class WireError(Exception):
    """What was read is no frame. The connection that carried it cannot go on."""


def encode(header, tail=b""):
    """One frame as bytes."""
    if tail:
        header = dict(header, tail=len(tail))
    return dumps(header).encode() + b"\n" + tail


def encode_message(header, body=b""):
    """A header with a body of any size, as the bytes of one or more frames."""
    if len(body) <= MAX_TAIL_BYTES:
        return encode(header, body)
    part = {"type": "part", "branch": header.get("branch"), "request": header.get("request")}
    chunks = [body[start : start + MAX_TAIL_BYTES] for start in range(0, len(body), MAX_TAIL_BYTES)]
    frames = [encode(part, chunk) for chunk in chunks[:-1]]
    frames.append(encode(dict(header, parts=len(chunks) - 1), chunks[-1]))
    return b"".join(frames)


class Decoder:
    """Cuts a stream of bytes into frames."""

    def __init__(self):
        self._rest = b""
        self._header = None

    def feed(self, data):
        """Takes bytes and returns the frames they complete, as pairs of header and tail."""
        if self._rest:
            data = self._rest + data
        frames = []
        start = 0
        while True:
            if self._header is None:
                end = find_line_end(data, start)
                if end < 0:
                    break
                self._header = parse_header(data[start:end])
                start = end + 1
            end = start + self._header.get("tail", 0)
            if len(data) < end:
                break
            frames.append((self._header, data[start:end]))
            self._header = None
            start = end
        self._rest = data[start:]
        return frames


def find_line_end(data, start):
    """Where the header ends that begins here; -1 while its end is not there. Raises WireError for one that is too long."""
    end = data.find(b"\n", start, start + MAX_HEADER_BYTES + 1)
    if end < 0 and len(data) - start > MAX_HEADER_BYTES:
        raise WireError("a header is longer than %d bytes" % MAX_HEADER_BYTES)
    return end


def parse_header(line):
    """A header of untrusted bytes. Raises WireError."""
    try:
        header = loads(line)
    except (ValueError, RecursionError) as error:
        raise WireError("a header is not JSON") from error
    if type(header) is not dict or type(header.get("type")) is not str:
        raise WireError("a header has no type")
    size = header.get("tail", 0)
    if type(size) is not int or not 0 <= size <= MAX_TAIL_BYTES:
        raise WireError("a tail is not of 0 to %d bytes" % MAX_TAIL_BYTES)
    return header


class Assembler:
    """Joins the parts of messages. Messages of different branches and requests may be interleaved."""

    def __init__(self, max_bytes):
        self._max_bytes = max_bytes
        self._parts = {}

    def add(self, header, tail):
        """Takes a frame; returns header and whole body of a message, or None for a part."""
        key = (header.get("branch"), header.get("request"))
        if header["type"] == "part":
            parts = self._parts.setdefault(key, [])
            parts.append(tail)
            if sum(map(len, parts)) > self._max_bytes:
                raise WireError("a message is longer than %d bytes" % self._max_bytes)
            return None
        if not header.get("parts"):
            return header, tail
        parts = self._parts.pop(key, [])
        if len(parts) != header["parts"]:
            raise WireError("a message has %d parts and says %r" % (len(parts), header["parts"]))
        return header, b"".join(parts) + tail
