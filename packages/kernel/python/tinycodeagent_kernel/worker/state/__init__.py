"""The state of an interpreter as something to keep: sources of what was defined, and pickles of what is data."""
