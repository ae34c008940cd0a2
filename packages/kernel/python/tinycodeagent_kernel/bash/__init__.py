"""Bash: a shell that goes on between cells, and the process that speaks for it on the worker's socket."""
