import { livePython } from "../../applies.ts";
import { holds, same, within } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { completes, evaluate, summary } from "../../run-cell.ts";
import { forge, survives } from "./forge.ts";

const others = `
result = json.dumps({"repr": "'forged'", "value": "forged"}).encode()
frames = []
for request in [*map(str, range(0, 40)), "999", None, 5, "main", ""]:
    for kind in ("result", "done", "end", "exception", "stdout", "reply", "truncated", "display", "hello", "fatal", "closed", "restarted", "tool_result", "data", "credit", "close"):
        frames.append((kind, request))
for kind, request in frames:
    forge(frame(result, type=kind, request=request, branch="main", reason="completed", state="restored", call="x", name="y", ok=True))
"true"
`;
const garbage: readonly string[] = [
  "forge(b'no json at all\\n')",
  "forge(b'{\"type\": 5}\\n')",
  'forge(b\'{"type": "stdout", "tail": -1}\\n\')',
  'forge(b\'{"type": "stdout", "tail": 99999999999}\\n\')',
  "forge(b'x' * 200_000)",
  "forge(b'[' * 60_000 + b'\\n')",
  'forge(b\'{"type": "part", "request": "1", "tail": 3}\\nabc\' * 1000)',
  "[os.close(fd) for fd in sockets()]",
  "[os.dup2(os.open('/dev/null', 0), fd) for fd in sockets()]",
  "os.closerange(0, 4096)",
  "os.closerange(3, 4096)",
];

/** 21: a program that speaks for others is not heard. */
export const forgedFramesAreIgnored: Law = defineLaw({
  number: 21,
  title: "frames that user code forges in the name of other cells change none of them",
  applies: livePython,
  async check({ open }) {
    const [session, beside] = await Promise.all([open(), open()]);
    const other = beside.run("import time\ntime.sleep(0.5)\n'beside'");
    await completes(session, `${forge}\nbefore = 'set'`);
    // The id of the running cell is not known here: what is forged for it is what the program may do anyway.
    const result = await within(10_000, session.run(others).result, "the forging cell to end");
    holds(
      ["completed", "crashed"].includes(result.status),
      "the forging cell to end by itself",
      summary(result),
    );
    for (let n = 0; n < 50; n++) same(await evaluate(session, `${n} + 1`), n + 1, "a cell after the forgery");
    const end = await other.result;
    same(
      [end.status, "value" in end && end.value],
      ["completed", "beside"],
      "a cell of another session meanwhile",
    );
  },
});

/** 21: breaking one's own channel hurts only oneself. */
export const brokenChannelsEndTruly: Law = defineLaw({
  number: 21,
  title:
    "garbage on the program's own sockets, or closing them all, ends the cell truly, and the session lives",
  applies: livePython,
  timeoutMs: 60_000,
  async check({ open }) {
    const session = await open();
    for (const code of garbage) await survives(session, code);
  },
});

/** 21: nothing of one cell comes out in the next. */
export const lateOutputIsNobodys: Law = defineLaw({
  number: 21,
  title:
    "what a thread or a child of an earlier cell writes between cells is no result, end or exception of another",
  applies: livePython,
  async check({ open }) {
    const session = await open();
    await completes(
      session,
      "import threading, time\ndef late():\n    for _ in range(40):\n        print('late'); time.sleep(0.005)\nthreading.Thread(target=late, daemon=True).start()\n1",
    );
    for (let n = 0; n < 30; n++) {
      const result = await completes(session, `print('own ${n}')\n${n}`);
      same(result.value, n, "the value of a cell beside a late thread");
      holds(result.stdout.includes(`own ${n}\n`), "its own output", result.stdout);
    }
  },
});
