import { completed, crashed, type HostileProgram, interrupted } from "../hostile-program.ts";

/** Code that waits for the end of something. */
export const finalizers: readonly HostileProgram[] = [
  {
    name: "a finalizer that loops",
    code: "class Last:\n    def __del__(self):\n        while True: pass\nlast = Last()\ndel last",
    ...interrupted,
  },
  {
    name: "a finalizer that makes itself anew",
    code: "class Last:\n    def __del__(self):\n        while True: Last()\nLast()",
    limits: { timeMs: 150 },
    ends: ["timeout", "crashed"],
    fate: ["kept", "restored"],
  },
  {
    name: "garbage that loops when it is collected between cells",
    code: `
import gc, sys
class Last:
    def __init__(self): self.me = self
    def __del__(self):
        frame = sys._getframe(1)
        while frame and frame.f_code.co_name != "<module>": frame = frame.f_back
        while frame is None: pass
gc.collect()
gc.set_threshold(30, 1, 1)
garbage = []
for _ in range(100): garbage.append([Last()])
del garbage
`,
    ...completed,
  },
  {
    name: "a value whose finalizer loops",
    code: "class Last:\n    def __del__(self):\n        while True: pass\nLast()",
    ...interrupted,
  },
  {
    name: "an exception whose finalizer loops",
    code: "class Last(Exception):\n    def __del__(self):\n        while True: pass\nraise Last",
    limits: { timeMs: 150 },
    ends: ["timeout"],
    fate: ["kept", "restored"],
  },
  {
    name: "an exit handler that never ends",
    code: "import atexit, time\natexit.register(time.sleep, 1000)",
    ...completed,
  },
  {
    name: "an exit handler that never ends, and an end",
    code: "import atexit, os, time\natexit.register(time.sleep, 1000)\nos.register_at_fork(before=lambda: None)\nos._exit(4)",
    ...crashed,
  },
  {
    name: "a collector that is off, with cycles",
    code: "import gc\ngc.disable()\ngc.freeze()\nfor _ in range(100000):\n    cycle = []\n    cycle.append(cycle)",
    ...completed,
  },
  {
    name: "a fork handler that raises, left behind",
    code: "import os\ndef fail(): raise RuntimeError('fork')\nos.register_at_fork(before=fail, after_in_parent=fail, after_in_child=fail)",
    ...completed,
  },
];
