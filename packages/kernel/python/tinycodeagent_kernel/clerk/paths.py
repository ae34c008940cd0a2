"""Paths that the session opens, and how to reach them without being led astray by links."""

import os

from .errors import denied, invalid, not_found

DIRECTORY_FLAGS = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


class Paths:
    """Resolves what the host asks for. The first root is the workspace, where relative paths start."""

    def __init__(self, roots):
        # A root that is real already is not looked up again: code may have put a link in its place.
        self._roots = [(root.get("real") or os.path.realpath(root["path"]), root["writable"]) for root in roots]
        self.workspace = self._roots[0][0]

    def resolve(self, path, for_writing=False):
        """The real path of a path inside the roots. Raises ClerkError for one that is outside."""
        if not isinstance(path, str) or not path or "\0" in path:
            raise invalid(path, "a path", "none")
        real = os.path.realpath(os.path.join(self.workspace, path))
        for root, is_writable in self._roots:
            if real == root or real.startswith(root.rstrip("/") + "/"):
                if for_writing and not is_writable:
                    raise denied(path, "it may be read, not written")
                return real
        raise denied(path, "it leads to %s" % real)

    def open_parent(self, path, for_writing=False, follow=True):
        """The folder that holds a path, as a descriptor, and the last name. The caller closes it.

        Each component of the real path is opened without following links: a link that is put there in the meantime is
        refused and not followed. For writing, folders that are missing are made. Without `follow` the last name may be
        a link, and is meant itself.
        """
        real = self.resolve(path, for_writing) if follow else self._resolve_link(path, for_writing)
        folder, name = os.path.split(real)
        if not name or real == self.workspace:
            raise invalid(path, "a path below a root folder", "the root folder")
        fd = os.open("/", DIRECTORY_FLAGS)
        for component in filter(None, folder.split("/")):
            fd = step_into(fd, component, path, for_writing)
        return fd, name

    def _resolve_link(self, path, for_writing):
        folder, name = os.path.split(path.rstrip("/"))
        if name in ("", ".", ".."):
            return self.resolve(path, for_writing)
        return os.path.join(self.resolve(folder or ".", for_writing), name)

    def open_file(self, path):
        """A file for reading, as a descriptor."""
        folder, name = self.open_parent(path)
        try:
            return os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK, dir_fd=folder)
        except FileNotFoundError:
            raise not_found(path) from None
        finally:
            os.close(folder)


def step_into(fd, component, path, create):
    """Opens a folder inside a folder, and closes the outer one."""
    try:
        try:
            return os.open(component, DIRECTORY_FLAGS, dir_fd=fd)
        except FileNotFoundError:
            if not create:
                raise not_found(path) from None
        except NotADirectoryError:
            raise invalid(path, "folders on the way", "something else (%s)" % component) from None
        try:
            os.mkdir(component, dir_fd=fd)
        except FileExistsError:
            pass
        return os.open(component, DIRECTORY_FLAGS, dir_fd=fd)
    finally:
        os.close(fd)
