import type { ExecutionEvent } from "@tinycodeagent/core";
import { all, facets, python } from "../../applies.ts";
import { holds, same } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { eventsOf, textOf } from "../../raw-cell.ts";

const code = `
import os, subprocess, sys
for n in range(0, 2000, 4):
    print("o", n, flush=True)
    print("e", n, file=sys.stderr)
    os.write(1, b"o %d\\n" % (n + 1))
    os.write(2, b"e %d\\n" % (n + 1))
    sys.stdout.write("o %d\\n" % (n + 2)); sys.stdout.flush()
    sys.__stderr__.write("e %d\\n" % (n + 2))
    if n % 500 == 0:
        subprocess.run(["sh", "-c", "echo o %d; echo e %d >&2" % (n + 3, n + 3)])
    else:
        print("o", n + 3, flush=True)
        print("e", n + 3, file=sys.stderr)
`;

/** 4: what is written first is read first. */
export const orderIsKept: Law = defineLaw({
  number: 4,
  title: "each stream keeps its order, whether Python, a descriptor or a child wrote it",
  applies: python,
  async check({ openRaw }) {
    const session = await openRaw();
    const events = await eventsOf(session, code);
    for (const [stream, letter] of [
      ["stdout", "o"],
      ["stderr", "e"],
    ] as const) {
      const expected = Array.from({ length: 2000 }, (_, n) => `${letter} ${n}\n`).join("");
      const saw = textOf(events, stream);
      const at = [...expected].findIndex((character, index) => saw[index] !== character);
      same(
        saw === expected ? "in order" : saw.slice(Math.max(at - 20, 0), at + 40),
        "in order",
        `2,000 lines of ${stream}`,
      );
    }
  },
});

const mixed =
  "print('before')\ndisplay('shown')\nprint('after', end='')\nimport sys\nsys.stdout.write('!')\n5";

/** 4: output stands before what came after it. */
export const outputComesFirst: Law = defineLaw({
  number: 4,
  title: "what was printed before a display, a result or the end is reported before it",
  applies: all(python, facets("display")),
  async check({ openRaw }) {
    const events = await eventsOf(await openRaw(), mixed);
    const [display, result, end] = (["display", "result", "end"] as const).map(type =>
      outputBefore(events, type),
    );
    holds(display?.startsWith("before\n") === true, "what was printed before a display, before it", display);
    same([result, end], Array(2).fill("before\nafter!"), "the output before the result and before the end");
  },
});

function outputBefore(events: readonly ExecutionEvent[], type: ExecutionEvent["type"]): string {
  return textOf(
    events.slice(
      0,
      events.findIndex(event => event.type === type),
    ),
  );
}
