"""Limits that the operating system holds for the worker and what it starts."""


def limit_memory(size):
    """Allocations beyond the size raise MemoryError. RLIMIT_DATA counts what is written, not what is only mapped."""
    if not size:
        return
    import resource

    resource.setrlimit(resource.RLIMIT_DATA, (size, size))
