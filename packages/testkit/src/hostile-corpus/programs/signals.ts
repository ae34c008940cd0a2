import { ample, crashed, type HostileProgram, interrupted, killed, short } from "../hostile-program.ts";

/** Games with signals. */
export const signals: readonly HostileProgram[] = [
  {
    name: "SIGINT ignored",
    code: "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass",
    ...killed,
  },
  {
    name: "SIGINT swallowed by a handler",
    code: "import signal\nsignal.signal(signal.SIGINT, lambda *_: None)\nwhile True: pass",
    ...killed,
  },
  {
    name: "SIGINT handled by a loop",
    code: "import signal\ndef spin(*_):\n    while True: pass\nsignal.signal(signal.SIGINT, spin)\nwhile True: pass",
    ...killed,
  },
  {
    name: "every signal masked",
    code: "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())\nwhile True: pass",
    ...killed,
  },
  {
    name: "every signal ignored",
    code: "import signal\nfor number in set(signal.valid_signals()) - {9, 17, 19}:\n    signal.signal(number, signal.SIG_IGN)\nwhile True: pass",
    ...killed,
  },
  { name: "SIGKILL of itself", code: "import os\nos.kill(os.getpid(), 9)", ...crashed },
  { name: "SIGTERM of itself", code: "import os\nos.kill(os.getpid(), 15)\nwhile True: pass", ...crashed },
  { name: "SIGSTOP of itself", code: "import os\nos.kill(os.getpid(), 19)\nwhile True: pass", ...killed },
  {
    name: "SIGKILL of its group",
    code: "import os\nif os.getpgrp() == os.getpid(): os.killpg(0, 9)",
    ...crashed,
  },
  {
    name: "SIGSTOP of its group",
    code: "import os\nif os.getpgrp() == os.getpid(): os.killpg(0, 19)\nwhile True: pass",
    ...killed,
  },
  {
    name: "an alarm without a handler",
    code: "import signal\nsignal.setitimer(signal.ITIMER_REAL, 0.02)\nwhile True: pass",
    ...crashed,
  },
  {
    name: "a storm of alarms under a busy loop",
    code: "import signal\nsignal.signal(signal.SIGALRM, lambda *_: None)\nsignal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)\nwhile True: pass",
    ...interrupted,
  },
  {
    name: "a storm of alarms that raise once the cell is done",
    code: `
import signal
def fail(number, frame):
    while frame and frame.f_code.co_name != "<module>": frame = frame.f_back
    if frame is None: raise RuntimeError("alarm")
signal.signal(signal.SIGALRM, fail)
signal.setitimer(signal.ITIMER_REAL, 0.001, 0.0005)
`,
    limits: ample,
    ends: ["completed", "exception"],
    fate: ["kept"],
  },
  {
    name: "signals written to the kernel's own socket",
    code: `
import os, signal
for fd in range(100, 1024):
    try:
        os.set_blocking(fd, False)
        signal.set_wakeup_fd(fd, warn_on_full_buffer=False)
        break
    except (OSError, ValueError): pass
signal.signal(signal.SIGUSR1, lambda *_: None)
while True: os.kill(os.getpid(), signal.SIGUSR1)
`,
    limits: short,
    ends: ["crashed", "timeout"],
    fate: ["restored"],
  },
];
