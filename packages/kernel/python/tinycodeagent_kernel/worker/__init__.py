"""The process that is the interpreter: it runs cells, one at a time, and keeps their state."""
