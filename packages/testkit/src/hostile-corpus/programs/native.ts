import { ample, crashed, type HostileProgram, interrupted, killed } from "../hostile-program.ts";

/** C code: it holds the interpreter, or breaks it. None of it takes much memory. */
export const native: readonly HostileProgram[] = [
  {
    name: "a regular expression that backtracks",
    earlier: "import re",
    code: "re.match('(a+)+$', 'a' * 60 + 'b')",
    ...interrupted,
  },
  { name: "an enormous power", code: "x = 3 ** (10 ** 9)", ...interrupted },
  { name: "an enormous sum", code: "sum(range(10 ** 15))", ...killed },
  {
    name: "an integer of many digits as text",
    earlier: "import sys\ngetattr(sys, 'set_int_max_str_digits', int)(0)",
    code: "str(1 << (1 << 26))",
    ...interrupted,
  },
  {
    name: "an iterator that C drains",
    earlier: "import collections, itertools",
    code: "collections.deque(itertools.repeat(0), maxlen=0)",
    ...killed,
  },
  {
    name: "a thread that holds the interpreter in C",
    code: "import threading, time\nthreading.Thread(target=sum, args=(range(10 ** 15),), daemon=True).start()\ntime.sleep(1000)",
    ...killed,
  },
  {
    name: "a thread that never hands the interpreter over",
    code: `
import sys, threading
sys.setswitchinterval(1e9)
def spin():
    while True: pass
thread = threading.Thread(target=spin, daemon=True)
thread.start()
thread.join()
`,
    ...killed,
  },
  { name: "a null pointer", code: "import ctypes\nctypes.string_at(0)", ...crashed },
  { name: "an abort", code: "import os\nos.abort()", ...crashed },
  { name: "leaving without a word", code: "import os\nos._exit(0)", ...crashed },
  {
    name: "leaving without a word, in a thread",
    code: "import os, threading\nthreading.Thread(target=os._exit, args=(3,)).start()\nwhile True: pass",
    ...crashed,
  },
  {
    name: "a recursion in C that no limit holds",
    code: "import sys\nsys.setrecursionlimit(10 ** 9)\nclass Deep:\n    def __repr__(self): return repr(self)\nrepr(Deep())",
    limits: ample,
    ends: ["crashed", "exception"],
    fate: ["restored", "kept"],
  },
  {
    name: "a watchdog of faulthandler that leaves",
    code: "import faulthandler\nfaulthandler.dump_traceback_later(0.02, exit=True)\nwhile True: pass",
    ...crashed,
  },
  {
    name: "bytecode that is none",
    code: "def broken(): return 1\nbroken.__code__ = broken.__code__.replace(co_code=bytes([100, 250] * 40), co_consts=())\nbroken()",
    limits: ample,
    ends: ["crashed", "exception"],
    fate: ["restored", "kept"],
  },
];
