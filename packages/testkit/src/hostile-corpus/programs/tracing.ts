import {
  ample,
  completed,
  type HostileProgram,
  interrupted,
  killed,
  raised,
  short,
} from "../hostile-program.ts";

const raising = "def fail(*_): raise RuntimeError('traced')\n";

/** Code that runs inside other code: trace functions, profilers, limits of recursion. */
export const tracing: readonly HostileProgram[] = [
  {
    name: "a trace function that loops",
    code: "import sys\ndef trace(*_):\n    while True: pass\nsys.settrace(trace)\n(lambda: 1)()",
    ...interrupted,
  },
  {
    name: "a trace function that catches everything and loops",
    code: "import sys\ndef spin():\n    while True: pass\ndef trace(*_):\n    while True:\n        try: spin()\n        except BaseException: pass\nsys.settrace(trace)\n(lambda: 1)()",
    ...killed,
  },
  {
    name: "a trace function that raises",
    code: `import sys\n${raising}sys.settrace(fail)\n(lambda: 1)()`,
    ...raised,
  },
  {
    name: "a trace function that raises, left behind",
    code: `import sys\n${raising}sys.settrace(fail)`,
    limits: ample,
    ends: ["completed", "exception"],
    fate: ["kept"],
  },
  {
    name: "a profiler that raises, left behind",
    code: `import sys\n${raising}sys.setprofile(fail)`,
    limits: ample,
    ends: ["completed", "exception"],
    fate: ["kept"],
  },
  {
    name: "a trace function that loops in whatever is no cell",
    code: `
import sys
def trace(frame, event, argument):
    while frame and frame.f_code.co_name != "<module>": frame = frame.f_back
    while frame is None: pass
sys.settrace(trace)
`,
    limits: short,
    ends: ["completed", "timeout"],
    fate: ["kept"],
  },
  {
    name: "a recursion limit that leaves no room",
    code: `
import sys
for limit in range(1, 200):
    try:
        sys.setrecursionlimit(limit)
        break
    except RecursionError: pass
`,
    ...completed,
  },
  {
    name: "a recursion limit without end",
    code: "import sys\nsys.setrecursionlimit(2 ** 31 - 1)",
    ...completed,
  },
  {
    name: "an audit hook that forbids forks",
    code: "import sys\ndef hook(event, arguments):\n    if event == 'os.fork': raise RuntimeError('audited')\nsys.addaudithook(hook)",
    ...completed,
  },
];
