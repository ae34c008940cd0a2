import { readdir, readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

/** Set in the environment of everything that a sandbox starts, with a value of its own. */
export const markName = "TINYCODEAGENT_SANDBOX";

/** Looks at most so often: as long as there is something to kill, or something that cannot be told yet. */
const maxLooks = 50;
const maxUnclearLooks = 3;
const betweenLooksMs = 5;

/**
 * Kills what still bears a sandbox's mark, until nothing does: children that left their group and outlived a killed kernel.
 * Needs `/proc`; where there is none, only the group is killed.
 */
export async function killMarked(mark: string): Promise<void> {
  let unclearLooks = 0;
  for (let look = 0; look < maxLooks; look++) {
    const { marked, isUnclear } = await lookFor(mark);
    marked.forEach(killQuietly);
    // What was killed may just have started something that this look has missed.
    if (marked.length === 0 && (!isUnclear || ++unclearLooks >= maxUnclearLooks)) return;
    await sleep(betweenLooksMs);
  }
}

interface Look {
  readonly marked: readonly number[];
  readonly isUnclear: boolean;
}

async function lookFor(mark: string): Promise<Look> {
  const names = await readdir("/proc").catch(() => []);
  const pids = names.map(Number).filter(pid => pid > 1 && pid !== process.pid);
  const found = await Promise.all(pids.map(async pid => ({ pid, bears: await bearsMark(pid, mark) })));
  return {
    marked: found.filter(({ bears }) => bears === true).map(({ pid }) => pid),
    isUnclear: found.some(({ bears }) => bears === undefined),
  };
}

/** Whether a process bears the mark; `undefined` when it shows no environment although it lives: it is just being started. */
async function bearsMark(pid: number, mark: string): Promise<boolean | undefined> {
  const environment = await readFile(`/proc/${pid}/environ`, "latin1").catch(() => undefined);
  if (environment) return environment.split("\0").includes(`${markName}=${mark}`);
  return environment === undefined || (await isSettled(pid)) ? false : undefined;
}

const kernelThread = 0x00200000;

/** Whether a process without an environment is one that never has any: a zombie, or a thread of the system. */
async function isSettled(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, "latin1").catch(() => "");
  const [state = "Z", , , , , , flags] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return state === "Z" || state === "X" || (Number(flags) & kernelThread) !== 0;
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended, or is another user's.
  }
}
