import { ample, completed, crashed, type HostileProgram, interrupted } from "../hostile-program.ts";

const importing = "import os, threading, time";

/** Threads that stay. While one runs there is no shadow, and every result says so. */
export const threads: readonly HostileProgram[] = [
  {
    name: "a thread that sleeps, joined",
    earlier: importing,
    code: "thread = threading.Thread(target=time.sleep, args=(1000,))\nthread.start()\nthread.join()",
    ...interrupted,
  },
  {
    name: "a daemon thread that sleeps on",
    earlier: importing,
    code: "threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()",
    ...completed,
  },
  {
    name: "a thread that prints for ever",
    earlier: importing,
    code: "def shout():\n    while True:\n        print('noise')\n        time.sleep(0.001)\nthreading.Thread(target=shout, daemon=True).start()",
    ...completed,
  },
  {
    name: "a crash beside a thread of an earlier cell",
    earlier: `${importing}\nthreading.Thread(target=time.sleep, args=(1000,), daemon=True).start()`,
    code: "os._exit(1)",
    limits: ample,
    ends: ["crashed"],
    fate: ["reset"],
    unprotected: "1 thread",
  },
  {
    name: "a crash beside a thread of its own",
    earlier: importing,
    code: "threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()\nos._exit(1)",
    ...crashed,
  },
  {
    name: "a lock that is never released",
    earlier: importing,
    code: "lock = threading.Lock()\nlock.acquire()\nlock.acquire()",
    ...interrupted,
  },
  {
    name: "threads without number",
    earlier: importing,
    code: "event = threading.Event()\nfor _ in range(100): threading.Thread(target=event.wait, daemon=True).start()\nevent.wait()",
    ...interrupted,
  },
];
