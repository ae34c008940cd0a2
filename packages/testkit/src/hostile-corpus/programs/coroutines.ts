import { completed, type HostileProgram, interrupted, raised } from "../hostile-program.ts";

/** Event loops and what runs in them. */
export const coroutines: readonly HostileProgram[] = [
  {
    name: "a coroutine that waits for ever",
    earlier: "import asyncio",
    code: "await asyncio.sleep(1000)",
    ...interrupted,
  },
  {
    name: "a coroutine that refuses to be cancelled",
    earlier: "import asyncio",
    code: "while True:\n    try: await asyncio.sleep(1000)\n    except BaseException: pass",
    ...interrupted,
  },
  {
    name: "a task that refuses to be cancelled, left behind",
    earlier: "import asyncio",
    code: `
async def stay():
    while True:
        try: await asyncio.sleep(0.01)
        except BaseException: pass
task = asyncio.create_task(stay())
await asyncio.sleep(0)
`,
    ...completed,
  },
  {
    name: "a task that never yields",
    earlier: "import asyncio",
    code: "async def spin():\n    while True: pass\nawait asyncio.gather(spin())",
    ...interrupted,
  },
  {
    name: "a loop that is closed from inside",
    earlier: "import asyncio",
    code: "asyncio.get_running_loop().close()\nawait asyncio.sleep(0)",
    ...raised,
  },
  {
    name: "a loop that is stopped from inside",
    earlier: "import asyncio",
    code: "asyncio.get_running_loop().stop()\nawait asyncio.sleep(1000)",
    ...raised,
  },
  {
    name: "a loop that is closed between two cells",
    earlier: "import asyncio\nawait asyncio.sleep(0)\nloop = asyncio.get_running_loop()",
    code: "loop.close()\nasyncio.set_event_loop(None)",
    ...completed,
  },
  {
    name: "a thread of the loop that never ends",
    earlier: "import asyncio, time",
    code: "await asyncio.to_thread(time.sleep, 1000)",
    ...interrupted,
  },
];
