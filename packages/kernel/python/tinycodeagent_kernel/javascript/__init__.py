"""JavaScript: a program of Node that serves requests as the worker of Python does. Its source is in `program`."""
