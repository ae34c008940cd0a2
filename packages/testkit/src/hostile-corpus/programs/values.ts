import { completed, type HostileProgram, interrupted, killed, raised } from "../hostile-program.ts";

/** Values that cannot be shown. */
export const values: readonly HostileProgram[] = [
  {
    name: "an endless repr",
    code: "class Endless:\n    def __repr__(self):\n        while True: pass\nEndless()",
    ...interrupted,
  },
  {
    name: "a repr of an endless generator",
    code: "import collections\nclass Endless:\n    def __repr__(self): return str(collections.deque(iter(int, 1), maxlen=1))\nEndless()",
    limits: { timeMs: 150 },
    ends: ["timeout"],
    fate: ["kept", "restored"],
  },
  {
    name: "a repr that raises",
    code: "class Mute:\n    def __repr__(self): raise ValueError\nMute()",
    ...raised,
  },
  {
    name: "a repr that recurses",
    code: "class Deep:\n    def __repr__(self): return repr(self)\nDeep()",
    ...raised,
  },
  {
    name: "a repr of megabytes",
    code: "class Wide:\n    def __repr__(self): return 'x' * (8 << 20)\nWide()",
    ...completed,
  },
  { name: "a repr that is no text", code: "class Odd:\n    def __repr__(self): return 3\nOdd()", ...raised },
  {
    name: "a rich form that catches everything and loops",
    code: "def spin():\n    while True: pass\nclass Rich:\n    def _repr_html_(self):\n        while True:\n            try: spin()\n            except BaseException: pass\nRich()",
    ...killed,
  },
  {
    name: "a value that holds itself, deeply",
    code: "value = []\nfor _ in range(100000): value = [value]\nvalue",
    limits: { timeMs: 8_000 },
    ends: ["exception", "completed"],
    fate: ["kept"],
  },
  { name: "text that is no Unicode", code: "'\\ud800' * 1000", ...completed },
];
