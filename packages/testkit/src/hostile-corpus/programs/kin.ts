import type { EndReason } from "@tinycodeagent/core";
import { ample, type HostileProgram } from "../hostile-program.ts";

// Only processes of the kernel's own session: a parent that is none of it is left alone.
const parent = "import os\nparent = os.getppid()\nif os.getsid(parent) != os.getsid(0): raise LookupError\n";

const shadows = `
import os, time
def shadows():
    for name in filter(str.isdigit, os.listdir("/proc")):
        try: fields = open("/proc/%s/stat" % name).read().rpartition(")")[2].split()
        except OSError: continue
        if int(fields[1]) == os.getppid() and int(fields[3]) == os.getsid(0) and int(name) != os.getpid():
            yield int(name)
time.sleep(0.05)
`;

/** It takes the session with it, unless the supervisor is the first process of a pid namespace: no signal reaches that one. */
const unlessFirst = (end: EndReason): Pick<HostileProgram, "ends" | "fate"> => ({
  ends: [end],
  fate: ["lost", "kept"],
});

/** Attacks on the processes that stand behind a cell. */
export const kin: readonly HostileProgram[] = [
  {
    name: "its shadow killed, then itself",
    code: `${shadows}for pid in shadows(): os.kill(pid, 9)\ntime.sleep(0.1)\nos._exit(1)`,
    limits: ample,
    ends: ["crashed"],
    fate: ["reset"],
    unprotected: "shadow was killed",
  },
  {
    name: "its shadow killed, and no more",
    code: `${shadows}for pid in shadows(): os.kill(pid, 9)\ntime.sleep(0.1)`,
    limits: ample,
    ends: ["completed"],
    fate: ["kept"],
    unprotected: "shadow was killed",
  },
  {
    name: "its shadow stopped, then itself",
    code: `${shadows}for pid in shadows(): os.kill(pid, 19)\ntime.sleep(0.1)\nos._exit(1)`,
    limits: ample,
    ends: ["crashed"],
    fate: ["restored", "reset"],
  },
  {
    name: "the supervisor killed",
    code: `${parent}os.kill(parent, 9)`,
    limits: ample,
    ...unlessFirst("completed"),
  },
  {
    name: "the supervisor terminated",
    code: `${parent}os.kill(parent, 15)`,
    limits: ample,
    ends: [],
    fate: ["lost"],
  },
  {
    name: "the supervisor stopped",
    code: `${parent}os.kill(parent, 19)\nwhile True: pass`,
    limits: { timeMs: 150 },
    ...unlessFirst("timeout"),
    silentMs: 10_000,
  },
];
