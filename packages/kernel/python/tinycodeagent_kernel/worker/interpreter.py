"""Runs cells in one namespace."""

import _ast
import os
import sys

from ..json_text import loads
from . import display, traceback_text
from .cell_source import CellSources
from .environment import flush_output, flush_streams
from .largest import largest_variables, size_text
from .tool_calls import ToolError
from .tools import make_tool
from .values import describe

# Those of the program; the kernel has its own.
BUILTINS = sys.modules["builtins"]
ALLOW_TOP_LEVEL_AWAIT = 0x2000
CO_COROUTINE = 0x80


class Interpreter:
    """A namespace, and what it takes to run cells in it."""

    def __init__(self, channel, interrupts):
        self.namespace = sys.modules["__main__"].__dict__
        self._warm_namespace = {}
        # What evaluates code without any would give it the kernel's own.
        self.namespace["__builtins__"] = BUILTINS
        self.interrupts = interrupts
        self._channel = channel
        self.sources = CellSources()
        self._loop = None
        # Whether those who may replace this one are asked what its largest variables are.
        self.tells_largest = False
        display.connect(channel)
        # What the session put into the namespace is no part of the program's state.
        self.given = {"display": display.display, "ToolError": ToolError}
        self.namespace.update(self.given)

    def warm(self):
        """Does what a cell does, for nobody: a fork made all memory shared, and the pages that are written become its own again."""
        self._channel.rehearse()
        for code in filter(None, self._compile("_ = 1\n_", "<warm>")):
            eval(code, self._warm_namespace)
        flush_output()

    def after_waking(self):
        """What a fork shares with the process it came from is made anew."""
        if self._loop is not None:
            from .async_cells import renew_selector

            renew_selector(self._loop, self._channel)

    def define_tools(self, signatures):
        tools = {signature["name"]: make_tool(self._channel, signature) for signature in signatures}
        self.given.update(tools)
        self.namespace.update(tools)

    def run(self, source):
        """Runs a cell, reports its value or exception, and returns its outcome."""
        try:
            self.interrupts.run(lambda: self._run(source))
        except SystemExit as error:
            return {"reason": "exit", "exitCode": self._exit_code(error)}
        except BaseException as error:  # noqa: BLE001 - whatever user code raises is data
            self._report(error)
            return {"reason": "exception"}
        return {"reason": "completed"}

    def define(self, source):
        """Runs statements like a cell, without a word about them."""
        statements, _ = self._compile(source, self.sources.add(source))
        eval(statements, self.namespace)

    def _run(self, source):
        self.namespace.setdefault("__builtins__", BUILTINS)
        statements, expression = self._compile(source, self.sources.add(source))
        codes = [code for code in (statements, expression) if code]
        if any(code.co_flags & CO_COROUTINE for code in codes):
            values = self._run_in_loop(codes)
        else:
            values = [eval(code, self.namespace) for code in codes]
        value = values[-1] if expression else None
        display.show_figures()
        if value is not None:
            self._show(value)
        flush_streams()

    def _exit_code(self, error):
        try:
            return self.interrupts.run(lambda: exit_code(error))
        except BaseException:  # noqa: BLE001 - a text that cannot be written changes nothing
            return 1

    def _compile(self, source, filename):
        tree = compile(source, filename, "exec", _ast.PyCF_ONLY_AST | ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
        last = tree.body.pop() if tree.body and type(tree.body[-1]) is _ast.Expr else None
        statements = code_of(tree, filename, "exec") if tree.body else None
        if last is None:
            return statements, None
        return statements, code_of(_ast.Expression(last.value), filename, "eval")

    def _run_in_loop(self, codes):
        from .async_cells import open_loop, run_until_complete

        if self._loop is None or self._loop.is_closed():
            self._loop = open_loop(self._channel)
        return run_until_complete(self._loop, self._evaluate(codes))

    async def _evaluate(self, codes):
        """Statements and expression in one coroutine, so that the loop runs around both."""
        values = []
        for code in codes:
            value = eval(code, self.namespace)
            values.append(await value if code.co_flags & CO_COROUTINE else value)
        return values

    def _show(self, value):
        display.show_rich(value)
        flush_streams()
        self._channel.send({"type": "result"}, describe(value))

    def _report(self, error):
        try:
            body = self.interrupts.run(lambda: self._describe(error))
        except BaseException:  # noqa: BLE001 - an exception whose own methods fail is reported by its name
            body = traceback_text.describe_plainly(error)
        flush_output()
        if not self._channel.is_mine:
            os.write(2, loads(body)["traceback"].encode("utf-8", "backslashreplace"))
        self._channel.send({"type": "exception"}, body)

    def _describe(self, error):
        flush_streams()
        return traceback_text.describe(error, self._hint(error))


    def _hint(self, error):
        """What helps when memory is spent: where it is."""
        if not isinstance(error, MemoryError):
            return ""
        named = ["%s (about %s)" % (entry["name"], size_text(entry["sizeBytes"])) for entry in largest_variables(self.namespace)]
        return "The largest variables are %s." % ", ".join(named) if named else ""


def code_of(tree, filename, mode):
    return compile(tree, filename, mode, ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)


def exit_code(error):
    """What the shell would see: a number as it is, nothing as 0, text as 1 after it was written."""
    if error.code is None:
        return 0
    if type(error.code) is int:
        return error.code
    print(error.code, file=sys.stderr)
    flush_streams()
    return 1
