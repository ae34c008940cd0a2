import type { BaseSession } from "@tinycodeagent/core";
import { familyOf, megabyte, megabytesOf, watchPeak } from "../measure/memory.ts";

/** Megabytes that were held more than before. */
export interface Grown {
  readonly host: number;
  /** Absent where this machine does not tell. */
  readonly kernel: number | undefined;
}

/**
 * Runs a cell, reads all that it writes as it comes, and tells how long it took. With `bytes`, so many are let through and
 * must come; without, the limits are the default ones, and the cell must be told to be truncated.
 */
export async function readAll(session: BaseSession, cell: string, bytes?: number): Promise<number> {
  const live = bytes === undefined ? {} : { outputBytes: 2 * bytes };
  const startedMs = performance.now();
  const execution = session.run(cell, { limits: { timeMs: 600_000, ...live } });
  let seen = 0;
  for await (const event of execution) {
    if (event.type === "stdout") seen += event.text.length;
    if (event.type === "truncated") seen = Number.NaN;
  }
  const tookMs = performance.now() - startedMs;
  const isRight = bytes === undefined ? Number.isNaN(seen) : seen === bytes;
  const { status } = await execution.result;
  if (isRight && status === "completed") return tookMs;
  throw new Error(`Expected ${bytes ?? "truncated"} bytes of output, got ${seen} and "${status}".`);
}

/** Watches the memory of this process and of a session's kernel. Call what it returns to learn how much it grew. */
export async function watchMemory(session: BaseSession): Promise<() => Promise<Grown>> {
  const hostMegabytes = async () => process.memoryUsage().rss / megabyte;
  const hostBefore = await hostMegabytes();
  const stopHost = watchPeak(hostMegabytes, 20);
  const kernelMegabytes = await kernelMemory(session);
  const kernelBefore = await kernelMegabytes();
  const stopKernel = watchPeak(kernelMegabytes, 250);
  return async () => {
    const [host, kernel] = [await stopHost(), await stopKernel()];
    return { host: host - hostBefore, kernel: kernelBefore && kernel - kernelBefore };
  };
}

async function kernelMemory(session: BaseSession): Promise<() => Promise<number | undefined>> {
  const parent = await session.run("import os\nos.getppid()").result;
  const supervisor = parent.status === "completed" ? Number(parent.value) : 0;
  return async () => megabytesOf(await familyOf(supervisor));
}
