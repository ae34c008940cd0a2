import { completed, crashed, type HostileProgram, interrupted, killed } from "../hostile-program.ts";

/** Children that do not leave, and interpreters that become another program. */
export const processes: readonly HostileProgram[] = [
  {
    name: "a child that sleeps",
    earlier: "import subprocess",
    code: "subprocess.run(['sleep', '1000'])",
    ...interrupted,
  },
  {
    name: "a child in a session of its own",
    earlier: "import subprocess",
    code: "subprocess.Popen(['sleep', '1000'], start_new_session=True).wait()",
    ...interrupted,
  },
  {
    name: "a child that ignores every signal, waited for again and again",
    earlier: "import subprocess",
    code: `
child = subprocess.Popen(["sh", "-c", "trap '' INT TERM HUP QUIT; while :; do sleep 1; done"])
while True:
    try: child.wait()
    except BaseException: pass
`,
    ...killed,
  },
  {
    name: "a daemon that was forked twice and holds the pipes",
    code: `
import os
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0: os.execvp("sleep", ["sleep", "1000"])
    os._exit(0)
os.wait()[1]
`,
    ...completed,
  },
  {
    name: "a daemon that was forked twice and closed the pipes",
    code: `
import os
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.closerange(0, 4096)
        os.execvp("sleep", ["sleep", "1000"])
    os._exit(0)
os.wait()[1]
`,
    ...completed,
  },
  {
    name: "a daemon that goes on printing",
    code: `
import os
if os.fork() == 0:
    os.setsid()
    os.execvp("sh", ["sh", "-c", "while :; do echo noise; sleep 0.05; done >&2"])
`,
    ...completed,
  },
  {
    name: "a child that comes back from fork and raises",
    code: "import os\nif os.fork() == 0: raise RuntimeError('child')\nos.wait()[1] != 0",
    ...completed,
  },
  {
    name: "a child that comes back from fork and never ends",
    code: "import os\nif os.fork() == 0:\n    while True: os.sched_yield() or __import__('time').sleep(0.1)",
    ...completed,
  },
  {
    name: "a child that outlives a dead interpreter, with its socket",
    code: "import os, time\nif os.fork() == 0: time.sleep(1000)\nos._exit(1)",
    ...crashed,
  },
  {
    name: "an interpreter that becomes another program",
    code: "import os\nos.execvp('sleep', ['sleep', '1000'])",
    ...crashed,
  },
  {
    name: "children that are stopped, with a waiting parent",
    code: `
import os, signal
for _ in range(3):
    if os.fork() == 0:
        os.kill(os.getpid(), signal.SIGSTOP)
        os._exit(0)
while True:
    try: os.wait()
    except BaseException: pass
`,
    ...killed,
  },
];
