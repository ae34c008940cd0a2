"""Waits for descriptors and calls back."""

import selectors

# A selector refuses to wait for weeks; who wakes too soon waits again.
MAX_SECONDS = 3600


class Loop:
    """At most one reader and one writer callback for each descriptor."""

    def __init__(self):
        self._selector = selectors.DefaultSelector()
        self._callbacks = {}

    def on_readable(self, fd, callback):
        """Calls back while there is something to read; None ends that."""
        self._set(fd, 0, callback)

    def on_writable(self, fd, callback):
        """Calls back while there is room to write; None ends that."""
        self._set(fd, 1, callback)

    def forget(self, fd):
        """Must be called before a watched descriptor is closed."""
        if self._callbacks.pop(fd, None):
            self._selector.unregister(fd)

    def poll(self, seconds):
        """Waits for at most so many seconds (None: until something happens) and calls back."""
        for key, mask in self._selector.select(None if seconds is None else min(seconds, MAX_SECONDS)):
            read, write = self._callbacks.get(key.fd, (None, None))
            if mask & selectors.EVENT_READ and read:
                read()
            if mask & selectors.EVENT_WRITE and write:
                write()

    def _set(self, fd, index, callback):
        current = self._callbacks.get(fd, (None, None))
        if current[index] == callback:
            return
        pair = (callback, current[1]) if index == 0 else (current[0], callback)
        events = (selectors.EVENT_READ if pair[0] else 0) | (selectors.EVENT_WRITE if pair[1] else 0)
        if not events:
            self.forget(fd)
        elif fd in self._callbacks:
            self._callbacks[fd] = pair
            self._selector.modify(fd, events)
        else:
            self._callbacks[fd] = pair
            self._selector.register(fd, events)
