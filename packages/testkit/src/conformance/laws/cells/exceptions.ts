import type { FailedExecution, Session } from "@tinycodeagent/core";
import { python } from "../../applies.ts";
import { holds, LawBroken, LawSkipped, same } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { evaluate, summary } from "../../run-cell.ts";

/** Marks of the machinery that a traceback must not show. */
const machinery = /tinycodeagent|site-packages\/ipykernel|<frozen |interpreter\.py|eval\(|exec\(/i;
/** What a model is ready to read. */
const maxTraceback = 64 * 1024;

/** 7: a failure is data. */
export const exceptionIsData: Law = defineLaw({
  number: 7,
  title: "an exception arrives as its name, its message and the user's frames with their lines",
  applies: python,
  async check({ open }) {
    const session = await open();
    const { exception } = await raises(
      session,
      "def deep(n):\n    return 1 / n\n\ndef outer():\n    return deep(0)\nouter()",
    );
    same([exception.name, exception.message], ["ZeroDivisionError", "division by zero"], "name and message");
    for (const part of [
      "return 1 / n",
      "return deep(0)",
      "in deep",
      "in outer",
      "ZeroDivisionError: division by zero",
    ])
      holds(exception.traceback.includes(part), `a traceback with "${part}"`, exception.traceback);
    checkFrames(exception.traceback);
  },
});

/** 7: what led to an exception is told too. */
export const chainedExceptions: Law = defineLaw({
  number: 7,
  title: "exceptions behind an exception are in the traceback, without the machinery's frames",
  applies: python,
  async check({ open }) {
    const session = await open();
    const code =
      "try:\n    {}['missing']\nexcept KeyError as error:\n    raise RuntimeError('outer') from error";
    const { exception } = await raises(session, code);
    same([exception.name, exception.message], ["RuntimeError", "outer"], "name and message");
    for (const part of ["KeyError: 'missing'", "direct cause", "{}['missing']"])
      holds(exception.traceback.includes(part), `a traceback with "${part}"`, exception.traceback);
    checkFrames(exception.traceback);
  },
});

/** 7: code that does not compile. */
export const syntaxErrors: Law = defineLaw({
  number: 7,
  title: "a syntax error shows the line that is wrong, and nothing of the cell runs",
  applies: python,
  async check({ open }) {
    const session = await open();
    const { exception, stdout } = await raises(session, "print('ran')\nfor x in y\n    pass");
    same([exception.name, stdout], ["SyntaxError", ""], "name and output");
    holds(exception.traceback.includes("for x in y"), "a traceback with the line", exception.traceback);
    checkFrames(exception.traceback);
    same(
      (await raises(session, "x = 'a\0b'")).exception.name.endsWith("Error"),
      true,
      "whether NUL is an error",
    );
  },
});

/** 7: several at once. */
export const exceptionGroups: Law = defineLaw({
  number: 7,
  title: "an exception group shows the exceptions in it",
  applies: python,
  async check({ open }) {
    const session = await open();
    if ((await evaluate(session, "import sys\nsys.version_info >= (3, 11)")) !== true)
      throw new LawSkipped("this Python has no exception groups (3.11)");
    const { exception } = await raises(
      session,
      "raise ExceptionGroup('many', [ValueError('a'), TypeError('b')])",
    );
    same(exception.name, "ExceptionGroup", "the name");
    for (const part of ["many", "ValueError: a", "TypeError: b"])
      holds(exception.traceback.includes(part), `a traceback with "${part}"`, exception.traceback);
    checkFrames(exception.traceback);
  },
});

/** 7: a traceback is made to be read. */
export const longTracebacks: Law = defineLaw({
  number: 7,
  title: "a deep recursion, and a message of megabytes, arrive cut",
  applies: python,
  async check({ open }) {
    const session = await open();
    const deep = await raises(session, "def f(n): return f(n + 1)\nf(0)");
    same(deep.exception.name, "RecursionError", "the name");
    const other = "def a(n): return b(n)\ndef b(n): return a(n + 1)\na(0)";
    const long = await raises(session, "raise ValueError('x' * 5_000_000)");
    for (const { exception } of [deep, long, await raises(session, other)]) {
      const size = exception.message.length + exception.traceback.length;
      holds(size <= maxTraceback, `at most ${maxTraceback} characters`, size);
    }
  },
});

/** 7: an exception is an object of the user. */
export const hostileExceptions: Law = defineLaw({
  number: 7,
  title: "an exception whose own methods fail is still an exception, and the session goes on",
  applies: python,
  async check({ open }) {
    const session = await open();
    await raises(
      session,
      "class Bad(Exception):\n    def __str__(self): raise RuntimeError('no')\nraise Bad()",
    );
    await raises(
      session,
      "class Worse(BaseException):\n    def __str__(self): import sys; sys.exit(1)\nraise Worse()",
    );
    await raises(session, "class Odd(Exception):\n    def __str__(self): return 5\nraise Odd()");
    await raises(session, "raise KeyboardInterrupt");
    await raises(session, "raise GeneratorExit");
    await raises(session, "e = ValueError('loop')\ne.__cause__ = e\nraise e");
    same(await evaluate(session, "1 + 1"), 2, "the next cell's value");
  },
});

async function raises(session: Session, code: string): Promise<FailedExecution> {
  const result = await session.run(code).result;
  if (result.status === "exception") return result;
  throw new LawBroken(`Expected ${JSON.stringify(code)} to raise, saw ${JSON.stringify(summary(result))}.`);
}

function checkFrames(traceback: string): void {
  const frames = traceback.split("\n").filter(line => line.includes('File "'));
  same(
    frames.filter(line => machinery.test(line)),
    [],
    "the frames of the machinery in a traceback",
  );
}
