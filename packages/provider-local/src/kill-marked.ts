import { readdir, readFile } from "node:fs/promises";

/** Set in the environment of everything that a sandbox starts, with a value of its own. */
export const markName = "TINYCODEAGENT_SANDBOX";

/** Looks at all processes at most, and milliseconds between two of them. */
const maxLooks = 20;
const betweenLooksMs = 5;

/**
 * Kills what still bears a sandbox's mark: children that left their group and outlived a killed kernel. Needs `/proc`; where
 * there is none, only the group is killed.
 */
export async function killMarked(mark: string): Promise<void> {
  for (let look = 0; look < maxLooks; look++) {
    const marked = await markedProcesses(mark);
    if (marked.length === 0) return;
    for (const pid of marked) killQuietly(pid);
    // One that was just starting another, or becoming another program, hid it from this look.
    await new Promise(resolve => setTimeout(resolve, betweenLooksMs));
  }
}

async function markedProcesses(mark: string): Promise<readonly number[]> {
  const names = await readdir("/proc").catch(() => []);
  const pids = names.map(Number).filter(pid => pid > 1 && pid !== process.pid);
  const marked = await Promise.all(pids.map(async pid => ((await bearsMark(pid, mark)) ? [pid] : [])));
  return marked.flat();
}

async function bearsMark(pid: number, mark: string): Promise<boolean> {
  const environment = await readFile(`/proc/${pid}/environ`, "latin1").catch(() => "");
  return environment.split("\0").includes(`${markName}=${mark}`);
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended, or is another user's.
  }
}
