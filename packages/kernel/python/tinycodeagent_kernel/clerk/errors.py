"""Failures that the host reports with a code."""

import errno


class ClerkError(Exception):
    """A failure with a stable code: what was expected, what was got, what to do."""

    def __init__(self, code, message, **details):
        super().__init__(message)
        self.code = code
        self.details = details


def not_found(path):
    return ClerkError("FILE_NOT_FOUND", "Expected an existing path, got %r. Check it with list or glob." % path, path=path)


def denied(path, why):
    return ClerkError("FILE_DENIED", "Expected a path inside the session's folders, got %r: %s." % (path, why), path=path)


def invalid(path, expected, got):
    return ClerkError("FILE_INVALID", "Expected %s, got %s at %r." % (expected, got, path), path=path)


def from_os_error(error):
    """What the operating system refused, as an answer."""
    code = {errno.ENOENT: "FILE_NOT_FOUND", errno.EACCES: "FILE_DENIED", errno.EPERM: "FILE_DENIED", errno.ELOOP: "FILE_DENIED"}
    message = "The file system refused: %s." % (error.strerror or error)
    return {"code": code.get(error.errno, "FILE_INVALID"), "message": message}
