import { readdir, readFile } from "node:fs/promises";

/** Bytes of a megabyte. */
export const megabyte = 1_000_000;

/** A process, and all that descend from it. None where the machine has no `/proc`. */
export async function familyOf(pid: number): Promise<readonly number[]> {
  const names = await readdir("/proc").catch(() => []);
  const ids = names.map(Number).filter(id => id > 0);
  const parents = new Map(await Promise.all(ids.map(async id => [id, await parentOf(id)] as const)));
  const belongs = (id: number | undefined): boolean =>
    id !== undefined && (id === pid || belongs(parents.get(id)));
  return ids.filter(belongs);
}

/**
 * Megabytes of memory of some processes, what they share counted once; one that has ended counts as nothing. `undefined` when
 * this machine does not tell: a supervisor hides from the user who started it, though not from root.
 */
export async function megabytesOf(pids: readonly number[]): Promise<number | undefined> {
  const sizes = await Promise.all(pids.map(proportionalBytes));
  if (sizes.length === 0 || sizes.includes(undefined)) return undefined;
  return sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0) / megabyte;
}

/** Looks again and again from now on; stopping tells the largest number that was seen. */
export function watchPeak(look: () => Promise<number | undefined>, everyMs: number): () => Promise<number> {
  let peak = 0;
  let isStopped = false;
  const watching = (async () => {
    while (!isStopped) {
      peak = Math.max(peak, (await look()) ?? 0);
      await new Promise(resolve => setTimeout(resolve, everyMs));
    }
  })();
  return async () => {
    isStopped = true;
    await watching;
    return peak;
  };
}

async function parentOf(pid: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/stat`, "latin1").catch(() => "");
  const parent = status.slice(status.lastIndexOf(")") + 2).split(" ")[1];
  return parent === undefined ? undefined : Number(parent);
}

async function proportionalBytes(pid: number): Promise<number | undefined> {
  try {
    const text = await readFile(`/proc/${pid}/smaps_rollup`, "latin1");
    return Number(/^Pss:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0) * 1024;
  } catch (error) {
    return isGone(error) ? 0 : undefined;
  }
}

function isGone(error: unknown): boolean {
  const code = error instanceof Error && "code" in error && error.code;
  return code === "ENOENT" || code === "ESRCH";
}
