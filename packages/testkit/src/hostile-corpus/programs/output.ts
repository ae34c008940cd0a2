import { completed, type HostileProgram, interrupted, killed, raised } from "../hostile-program.ts";

/** Output without end, and streams that are none. */
export const output: readonly HostileProgram[] = [
  { name: "an endless print", code: "while True: print('x' * 100)", ...interrupted },
  {
    name: "bytes without end, past every layer",
    code: "import os\nwhile True: os.write(1, b'\\xff\\x00' * 30000)",
    ...interrupted,
  },
  {
    name: "an endless print that catches everything",
    code: "while True:\n    try: print('x' * 1000)\n    except BaseException: pass",
    ...killed,
  },
  {
    name: "an endless child on stderr",
    earlier: "import subprocess",
    code: "subprocess.run(['sh', '-c', 'while :; do echo noise; done >&2'])",
    ...interrupted,
  },
  {
    name: "streams that are nothing",
    code: "import sys\nsys.stdout = sys.stderr = None\nprint('?')",
    ...completed,
  },
  {
    name: "streams that are junk, and an exception",
    code: "import sys\nsys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = 3\n1 / 0",
    ...raised,
  },
  {
    name: "streams that are junk, and an exit with text",
    code: "import sys\nsys.stderr = 3\nsys.exit('text')",
    limits: { timeMs: 8_000 },
    ends: ["exit"],
    fate: ["kept"],
  },
  {
    name: "an exit whose text never ends",
    code: "import sys\nclass Endless:\n    def __str__(self):\n        while True: pass\nsys.exit(Endless())",
    ...interrupted,
  },
  {
    name: "streams that are closed",
    code: "import sys\nsys.stdout.close()\nsys.stderr.close()",
    ...completed,
  },
  {
    name: "a stream whose flush never ends",
    code: "import sys\nclass Stuck:\n    def write(self, text): return len(text)\n    def flush(self):\n        while True: pass\nsys.stdout = Stuck()",
    ...interrupted,
  },
  {
    name: "a stream that prints to itself",
    code: "import sys\nclass Echo:\n    def write(self, text): print(text)\n    def flush(self): print('flush')\nsys.stdout = Echo()\nprint('x')",
    ...raised,
  },
];
