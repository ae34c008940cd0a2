import type { HostileProgram } from "../hostile-program.ts";

const armed = (need: string) =>
  `if globals().get("armed") != "${need}": raise SystemExit("disarmed")\nimport os\n`;

/**
 * Programs that would harm the machine outside a place that holds them. They do nothing unless the runner armed them, and it
 * arms them only where the session's own capabilities say that the place holds them.
 */
export const harmful: readonly HostileProgram[] = [
  {
    name: "children without end",
    code: `${armed("pids-limit")}while True:\n    try: os.fork()\n    except BaseException: pass`,
    limits: { timeMs: 500 },
    needs: "pids-limit",
    ends: ["timeout", "crashed"],
    fate: ["restored", "reset", "lost"],
  },
  {
    name: "everyone killed",
    code: `${armed("pid-namespace")}os.kill(-1, 9)`,
    limits: { timeMs: 2_000 },
    needs: "pid-namespace",
    ends: ["completed", "crashed"],
    fate: ["kept", "reset", "lost"],
  },
];
