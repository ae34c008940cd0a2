"""Reading, writing and editing files."""

import hashlib
import os
import secrets
import stat as modes

from ..text import cut
from .editing import apply_edits
from .errors import ClerkError, invalid, not_found
from .paths import DIRECTORY_FLAGS
from .regular import open_regular
from .tree import walk

CHUNK_BYTES = 64 * 1024
MAX_DIFF_CHARACTERS = 1024 * 1024
MAX_ENTRIES = 10_000
MAX_EDIT_BYTES = 64 * 1024 * 1024


class FileService:
    def __init__(self, paths):
        self._paths = paths

    def methods(self):
        return {
            "read": self.read,
            "write": self.write,
            "edit": self.edit,
            "stat": self.stat,
            "list": self.list,
            "remove": self.remove,
        }

    def read(self, call):
        path = call.params["path"]
        fd = self._paths.open_file(path)
        with os.fdopen(fd, "rb", buffering=0) as file:
            if not modes.S_ISREG(os.fstat(fd).st_mode):
                raise invalid(path, "a file", kind_of(os.fstat(fd).st_mode))
            file.seek(call.params.get("offset", 0))
            left = call.params.get("length")
            while left is None or left > 0:
                data = file.read(CHUNK_BYTES if left is None else min(left, CHUNK_BYTES))
                if not data:
                    break
                left = None if left is None else left - len(data)
                call.send_data(data)
        return {}

    def write(self, call):
        path = call.params["path"]
        folder, name = self._paths.open_parent(path, for_writing=True)
        try:
            return self._write_into(call, path, folder, name, call.incoming())
        finally:
            os.close(folder)

    def edit(self, call):
        path = call.params["path"]
        with os.fdopen(self._paths.open_file(path), "rb") as file:
            if not modes.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise invalid(path, "a file", "something else")
            before = file.read(MAX_EDIT_BYTES + 1)
        if len(before) > MAX_EDIT_BYTES:
            raise invalid(path, "at most %d bytes" % MAX_EDIT_BYTES, "more")
        after, replacements, diff = apply_edits(path, before, call.params["edits"])
        folder, name = self._paths.open_parent(path, for_writing=True)
        try:
            call.params["expectedHash"] = hashlib.sha256(before).hexdigest()
            self._write_into(call, path, folder, name, [after])
        finally:
            os.close(folder)
        return {"replacements": replacements, "diff": cut(diff, MAX_DIFF_CHARACTERS)}

    def _write_into(self, call, path, folder, name, chunks):
        """Writes beside the file and puts it in its place; readers see the old content or the new."""
        mode = self._check_target(path, folder, name, call.params)
        temporary = ".%s.%s.tmp" % (name[:100], secrets.token_hex(6))
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        fd = os.open(temporary, flags, 0o600, dir_fd=folder)
        try:
            with os.fdopen(fd, "wb", buffering=0) as file:
                for chunk in chunks:
                    write_all(file, chunk)
                os.fchmod(fd, mode)
            call.check()
            self._check_target(path, folder, name, call.params)
            os.replace(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
        except BaseException:
            os.unlink(temporary, dir_fd=folder)
            raise
        return entry(path, os.stat(name, dir_fd=folder, follow_symlinks=False))

    def _check_target(self, path, folder, name, params):
        """Holds the precondition; returns the mode that the file will have."""
        found = stat_in(folder, name)
        if found is not None and not modes.S_ISREG(found.st_mode):
            raise invalid(path, "a file", kind_of(found.st_mode))
        if "expectedHash" in params:
            actual = None if found is None else hash_in(folder, name)
            if actual != params["expectedHash"]:
                message = "Expected %r with hash %s, got %s. Read it again." % (path, params["expectedHash"], actual)
                raise ClerkError("FILE_CHANGED", message, path=path, hash=actual)
        return modes.S_IMODE(found.st_mode) if found else params.get("mode", 0o644)

    def stat(self, call):
        path = call.params["path"]
        real = self._paths.resolve(path)
        try:
            return entry(path, os.stat(real, follow_symlinks=False))
        except FileNotFoundError:
            raise not_found(path) from None

    def list(self, call):
        path = call.params.get("path") or "."
        real = self._paths.resolve(path)
        if not os.path.isdir(real):
            raise invalid(path, "a folder", "a file") if os.path.exists(real) else not_found(path)
        entries = []
        for relative, found in walk(real, call.params.get("recursive", False)):
            call.check()
            entries.append(entry(relative, found))
            if len(entries) >= call.params.get("maxEntries", MAX_ENTRIES):
                break
        return entries

    def remove(self, call):
        path = call.params["path"]
        folder, name = self._paths.open_parent(path, for_writing=True, follow=False)
        try:
            if stat_in(folder, name) is None:
                raise not_found(path)
            remove_in(folder, name)
        finally:
            os.close(folder)
        return {}


def write_all(file, data):
    view = memoryview(data)
    while view:
        view = view[file.write(view) :]


def remove_in(folder, name):
    """Removes a file, a link, or a folder with all it holds; never what a link points at."""
    if unlink_in(folder, name):
        return
    # A stack and no recursion: code can make a tree of any depth.
    open_folders = [(os.dup(folder), name)]
    try:
        while open_folders:
            outer, child = open_folders[-1]
            inner = os.open(child, DIRECTORY_FLAGS, dir_fd=outer)
            subfolders = [entry for entry in os.listdir(inner) if not unlink_in(inner, entry)]
            if subfolders:
                open_folders.append((inner, subfolders[0]))
                continue
            os.close(inner)
            os.rmdir(child, dir_fd=outer)
            os.close(open_folders.pop()[0])
    finally:
        for fd, _ in open_folders:
            os.close(fd)


def unlink_in(folder, name):
    """Removes what is no folder; returns whether it did."""
    if modes.S_ISDIR(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
        return False
    os.unlink(name, dir_fd=folder)
    return True


def stat_in(folder, name):
    try:
        return os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return None


def hash_in(folder, name):
    digest = hashlib.sha256()
    with open_regular(name, dir_fd=folder) as file:
        for chunk in iter(lambda: file.read(CHUNK_BYTES), b""):
            digest.update(chunk)
    return digest.hexdigest()


def entry(path, found):
    return {
        "path": path,
        "kind": kind_of(found.st_mode),
        "sizeBytes": found.st_size,
        "modifiedMs": found.st_mtime_ns / 1e6,
        "mode": modes.S_IMODE(found.st_mode),
    }


def kind_of(mode):
    if modes.S_ISREG(mode):
        return "file"
    if modes.S_ISDIR(mode):
        return "directory"
    return "symlink" if modes.S_ISLNK(mode) else "other"
