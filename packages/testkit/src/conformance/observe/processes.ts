import { readdir, readFile } from "node:fs/promises";

/** The environment variable that laws mark processes with. */
export const markVariable = "TINYCODEAGENT_LAW_MARK";

/** Processes of this machine that bear a mark. None where the machine has no `/proc`. */
export async function markedProcesses(mark: string): Promise<readonly number[]> {
  const found = await Promise.all(
    (await processIds()).map(async pid => ((await bears(pid, mark)) ? [pid] : [])),
  );
  return found.flat();
}

/** Waits until no process bears the mark; returns those that still do after that time. */
export async function markedAfter(mark: string, milliseconds: number): Promise<readonly number[]> {
  const deadline = performance.now() + milliseconds;
  while (true) {
    const marked = await markedProcesses(mark);
    if (marked.length === 0 || performance.now() > deadline) return marked;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

/** Children of this process and theirs. */
export async function descendants(): Promise<readonly number[]> {
  const parents = new Map<number, number>();
  for (const pid of await processIds()) {
    const status = await readFile(`/proc/${pid}/stat`, "latin1").catch(() => "");
    const [state, parent] = status.slice(status.lastIndexOf(")") + 2).split(" ");
    if (parent !== undefined && state !== "Z") parents.set(pid, Number(parent));
  }
  const isOurs = (pid: number | undefined): boolean =>
    pid !== undefined && (parents.get(pid) === process.pid || isOurs(parents.get(pid)));
  return [...parents.keys()].filter(isOurs);
}

async function processIds(): Promise<readonly number[]> {
  const names = await readdir("/proc").catch(() => []);
  return names.map(Number).filter(pid => pid > 0);
}

async function bears(pid: number, mark: string): Promise<boolean> {
  const environment = await readFile(`/proc/${pid}/environ`, "latin1").catch(() => "");
  return environment.split("\0").includes(`${markVariable}=${mark}`);
}
