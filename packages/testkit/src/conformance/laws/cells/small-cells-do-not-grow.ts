import type { Session } from "@tinycodeagent/core";
import { livePython } from "../../applies.ts";
import { holds } from "../../assertions.ts";
import { defineLaw, type Law } from "../../law.ts";
import { grownBytes, memoryBytes } from "../../observe/host.ts";
import { completes, evaluate } from "../../run-cell.ts";

const mebibyte = 1024 * 1024;
/** Pages of the interpreter and of the process that started it, where the system tells. */
const sizes = `
import os
def resident(pid):
    try:
        with open("/proc/%s/statm" % pid) as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
[resident("self"), resident(os.getppid())]
`;

/** 20: a session may live for days. */
export const smallCellsDoNotGrow: Law = defineLaw({
  number: 20,
  title: "a thousand small cells grow neither the host nor the interpreter nor its supervisor",
  applies: livePython,
  timeoutMs: 60_000,
  async check({ open, scale }) {
    const session = await open();
    await manyCells(session, 100);
    const hostBefore = memoryBytes();
    const before = await sizesIn(session);
    await manyCells(session, Math.max(1_000 * scale, 100));
    const after = await sizesIn(session);
    for (const [index, name] of ["the interpreter", "its supervisor"].entries()) {
      const grown = (after[index] ?? 0) - (before[index] ?? 0);
      holds(grown < 4 * mebibyte, `${name} to grow by less than 4 MiB`, `${grown} bytes`);
    }
    const grown = await grownBytes(hostBefore, 8 * mebibyte);
    holds(grown < 8 * mebibyte, "the host to grow by less than 8 MiB", `${grown} bytes`);
  },
});

async function manyCells(session: Session, count: number): Promise<void> {
  for (let cell = 0; cell < count; cell++) await completes(session, `x = ${cell}\nprint(x)\nx`);
}

async function sizesIn(session: Session): Promise<readonly number[]> {
  return (await evaluate(session, sizes)) as readonly number[];
}
