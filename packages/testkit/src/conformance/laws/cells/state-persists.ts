import { livePython } from "../../applies.ts";
import { same } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { completes, evaluate } from "../../run-cell.ts";

/** 6: what one cell makes is there in the next. */
export const statePersists: Law = defineLaw({
  number: 6,
  title: "variables, functions, classes and imports are there in the next cell",
  applies: livePython,
  proves: ["state live"],
  async check({ open }) {
    const session = await open();
    await completes(session, "import math\nfrom os import path as p\nx = [1]\ndef f(n): return n + len(x)");
    await completes(session, "class Point:\n    def __init__(self, n): self.n = n\npoint = Point(7)");
    await completes(session, "x.append(2)\ng = (n * n for n in range(10))\nnext(g); next(g)");
    const code =
      "[f(1), math.floor(2.5), p.join('a', 'b'), point.n, type(point) is Point, next(g), x, __name__]";
    same(
      await evaluate(session, code),
      [3, 2, "a/b", 7, true, 4, [1, 2], "__main__"],
      "what the cells before made",
    );
  },
});

/** 6: a seed holds across cells. */
export const seededRandomPersists: Law = defineLaw({
  number: 6,
  title: "a seeded random goes on where it was in the cell before",
  applies: livePython,
  async check({ open }) {
    const session = await open();
    await completes(session, "import random\nrandom.seed(42)\nseen = []");
    for (let cell = 0; cell < 5; cell++) await completes(session, "seen.append(random.random())");
    const code = "random.seed(42)\nseen == [random.random() for _ in range(5)]";
    same(await evaluate(session, code), true, "whether five cells drew what one would");
  },
});

/** 6: asyncio objects live as long as the session. */
export const eventLoopPersists: Law = defineLaw({
  number: 6,
  title: "top-level await works, and tasks and queues outlive their cell",
  applies: livePython,
  async check({ open }) {
    const session = await open();
    await completes(
      session,
      "import asyncio\nqueue = asyncio.Queue()\nloop = asyncio.get_event_loop()\nawait queue.put(1)",
    );
    await completes(session, "async def work():\n    return await queue.get() + await queue.get()");
    await completes(session, "task = asyncio.ensure_future(work())\nawait asyncio.sleep(0)");
    await completes(session, "await queue.put(41)");
    same(await evaluate(session, "await task"), 42, "what a task of an earlier cell returned");
    same(
      await evaluate(session, "[await asyncio.sleep(0, n) for n in range(3)]"),
      [0, 1, 2],
      "awaits in a list",
    );
  },
});

/** 6: a cell's partial effects stay when it fails. */
export const failureKeepsState: Law = defineLaw({
  number: 6,
  title: "what a cell did before it raised is kept",
  applies: livePython,
  async check({ open }) {
    const session = await open();
    const failed = await session.run("a = 1\nraise KeyError('x')\na = 2").result;
    same([failed.status, failed.state], ["exception", "kept"], "how a cell that raises ends");
    same(await evaluate(session, "a"), 1, "a variable set before the exception");
  },
});
