import { type HostileProgram, interrupted, killed, raised } from "../hostile-program.ts";

/** Loops, and what catches the interrupt that should end them. */
export const loops: readonly HostileProgram[] = [
  { name: "a busy loop", code: "while True: pass", ...interrupted },
  {
    name: "a loop that catches everything",
    code: "def spin():\n    while True: pass\nwhile True:\n    try: spin()\n    except BaseException: pass",
    ...killed,
  },
  {
    name: "a loop that begins anew in its finally",
    code: "def spin():\n    while True: pass\ndef again():\n    try: spin()\n    finally:\n        again()\nagain()",
    ...killed,
  },
  {
    name: "a context manager that swallows what ends it",
    code: `
class Swallow:
    def __enter__(self): return self
    def __exit__(self, *_): return True
while True:
    with Swallow():
        while True: pass
`,
    ...killed,
  },
  {
    name: "an interrupt that becomes an exit",
    code: "import sys\ntry:\n    while True: pass\nexcept KeyboardInterrupt:\n    sys.exit(0)",
    ...interrupted,
  },
  {
    name: "an interrupt that becomes a success",
    code: "try:\n    while True: pass\nexcept BaseException:\n    pass\n'done'",
    ...interrupted,
  },
  {
    name: "a generator that cannot be closed",
    code: "def endless():\n    while True:\n        try: yield\n        except BaseException: pass\nrunning = endless()\nnext(running)\nrunning.close()",
    ...raised,
  },
  {
    name: "a recursion without end",
    code: "def deeper(): return deeper()\ndeeper()",
    ...raised,
  },
  {
    name: "an exception whose text never ends",
    code: "class Endless(Exception):\n    def __str__(self):\n        while True: pass\nraise Endless",
    ...interrupted,
  },
  {
    name: "an exception that has no text, and none of its class",
    code: `
class Meta(type):
    @property
    def __name__(cls): raise RuntimeError
class Mute(Exception, metaclass=Meta):
    def __str__(self): raise RuntimeError
    __repr__ = __str__
raise Mute
`,
    ...raised,
  },
  {
    name: "an exception that is its own cause",
    code: "error = ValueError()\nother = KeyError()\nother.__context__ = error\nerror.__cause__ = other\nraise error",
    ...raised,
  },
  { name: "reading what nobody writes", code: "input()", ...raised },
];
