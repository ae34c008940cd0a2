"""The process that serves files, search and shell commands, beside the interpreter."""
