"""Top-level `await`: one event loop that lives as long as the interpreter."""

import asyncio
import warnings

from .tool_calls import send_call, value_of

_pending = 0


def open_loop(channel):
    """The loop that user code made by asking for one, or a new one."""
    loop = current_loop() or asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    tell_waits(loop, channel)
    return loop


def current_loop():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            loop = asyncio.get_event_loop()
        except RuntimeError:
            return None
    return None if loop.is_closed() else loop


def tell_waits(loop, channel):
    """Tells the supervisor when the loop can do nothing until a tool call is answered."""
    selector = getattr(loop, "_selector", None)
    if selector is None:
        return
    select = selector.select

    def select_and_tell(timeout=None):
        if timeout is None and _pending and channel.request is not None:
            channel.send({"type": "wait"})
        return select(timeout)

    selector.select = select_and_tell


def run_until_complete(loop, coroutine):
    """Runs a cell's coroutine. When it is interrupted, its task is cancelled before the cell ends."""
    task = loop.create_task(coroutine)
    try:
        return loop.run_until_complete(task)
    except BaseException:
        if not task.done():
            task.cancel()
            loop.run_until_complete(asyncio.gather(task, return_exceptions=True))
        raise
    finally:
        end_idle_threads(loop)


def renew_selector(loop, channel):
    """An epoll descriptor is shared between forks: the loop of a woken one gets its own."""
    selector = getattr(loop, "_selector", None)
    if selector is None:
        return
    renewed = type(selector)()
    for key in selector.get_map().values():
        if key.fd != channel.fd:
            renewed.register(key.fd, key.events, key.data)
    selector.close()
    loop._selector = renewed
    tell_waits(loop, channel)


def end_idle_threads(loop):
    """Threads of the loop's executor that have nothing to do: they would forbid a shadow."""
    executor = getattr(loop, "_default_executor", None)
    if executor is None:
        return
    loop._default_executor = None
    executor.shutdown(wait=False)
    for thread in list(executor._threads):
        thread.join(0.05)


async def call_in_loop(channel, name, arguments):
    """Calls a host tool without blocking the loop, so that several calls can be under way."""
    global _pending
    loop = asyncio.get_running_loop()
    future = loop.create_future()

    def deliver(body):
        loop.call_soon_threadsafe(lambda: future.done() or future.set_result(body))

    loop.add_reader(channel.fd, channel.read_ready)
    _pending += 1
    call_id = send_call(channel, name, arguments, deliver, wait=False)
    try:
        return value_of(await future)
    finally:
        _pending -= 1
        channel.forget(call_id)
        if not _pending:
            loop.remove_reader(channel.fd)
