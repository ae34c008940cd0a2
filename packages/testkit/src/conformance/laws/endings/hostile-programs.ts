/** A program that does not want to end. None of them harms the machine. */
export interface HostileProgram {
  readonly name: string;
  readonly code: string;
}

/** Programs that must lose control at their limit. */
export const hostilePrograms: readonly HostileProgram[] = [
  { name: "a busy loop", code: "while True: pass" },
  {
    name: "a loop that catches everything",
    code: "while True:\n    try:\n        while True: pass\n    except: pass",
  },
  { name: "a long sleep", code: "import time\ntime.sleep(1000)" },
  {
    name: "a thread that sleeps, joined",
    code: "import threading, time\nt = threading.Thread(target=time.sleep, args=(1000,))\nt.start()\nt.join()",
  },
  { name: "a regular expression that backtracks", code: "import re\nre.match('(a+)+$', 'a' * 60 + 'b')" },
  { name: "an enormous power", code: "x = 3 ** (10 ** 9)" },
  {
    name: "a loop with SIGINT masked",
    code: "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])\nwhile True: pass",
  },
  {
    name: "a loop with SIGINT ignored",
    code: "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass",
  },
  { name: "a child that sleeps", code: "import subprocess\nsubprocess.run(['sleep', '1000'])" },
  {
    name: "a child in a session of its own",
    code: "import subprocess\nsubprocess.Popen(['sleep', '1000'], start_new_session=True).wait()",
  },
  {
    name: "an endless repr",
    code: "class Endless:\n    def __repr__(self):\n        while True: pass\nEndless()",
  },
  { name: "an endless print", code: "while True: print('x' * 100)" },
  {
    name: "a trace function that loops",
    code: "import sys\ndef trace(*_):\n    while True: pass\nsys.settrace(trace)\n(lambda: 1)()",
  },
  {
    name: "a finalizer that loops",
    code: "class Last:\n    def __del__(self):\n        while True: pass\nx = Last()\ndel x",
  },
  {
    name: "a coroutine that refuses to be cancelled",
    code: "import asyncio\nwhile True:\n    try:\n        await asyncio.sleep(1000)\n    except BaseException: pass",
  },
  {
    name: "an exit handler of a stopped loop",
    code: "import atexit, time\natexit.register(time.sleep, 1000)\nwhile True: time.sleep(1)",
  },
];
