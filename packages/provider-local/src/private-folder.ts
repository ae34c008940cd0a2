import { lstat, mkdtemp, readdir, readFile, readlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { killMarked } from "./kill-marked.ts";
import { removeFolder } from "./remove-folder.ts";

const prefix = "tinycodeagent-";

/**
 * Makes a private folder whose name says which process made it. The first one of a process also removes those of processes
 * that were killed and could not.
 */
export async function makePrivateFolder(): Promise<string> {
  const owner = await ownName();
  if (!hasSwept) void sweep(owner).catch(() => {});
  hasSwept = true;
  return mkdtemp(join(tmpdir(), `${prefix}${owner ? `${owner}-` : ""}`));
}

let hasSwept = false;
let named: Promise<string | undefined> | undefined;

/** The name of this process among all that may share its temporary folder; nothing where the system does not tell. */
function ownName(): Promise<string | undefined> {
  named ??= nameOf(process.pid).catch(() => undefined);
  return named;
}

// A number alone may be another's: of another container, or of a later process.
async function nameOf(pid: number): Promise<string> {
  const [boot, place, started] = await Promise.all([
    readFile("/proc/sys/kernel/random/boot_id", "latin1"),
    readlink("/proc/self/ns/pid"),
    startOf(pid),
  ]);
  const machine = Number.parseInt(boot.slice(0, 8), 16) ^ Number(/\d+/.exec(place));
  return [machine >>> 0, pid, started].map(number => Number(number).toString(36)).join("-");
}

/** When a process started, in ticks since the machine did. @throws when there is none */
async function startOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "latin1");
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]);
}

async function sweep(owner: string | undefined): Promise<void> {
  const [machine] = owner?.split("-") ?? [];
  const owned = new RegExp(`^${prefix}(${machine}-([0-9a-z]+)-[0-9a-z]+)-[^-]+$`);
  for (const entry of await readdir(tmpdir(), { withFileTypes: true })) {
    const [, name, pid = ""] = owned.exec(entry.name) ?? [];
    if (!machine || !name || !entry.isDirectory()) continue;
    const living = await nameOf(Number.parseInt(pid, 36)).catch(() => undefined);
    const folder = join(tmpdir(), entry.name);
    if (living !== name && (await isOwn(folder))) await discard(folder);
  }
}

// What another user made may hold traps for whoever removes it.
async function isOwn(folder: string): Promise<boolean> {
  return (await lstat(folder)).uid === process.getuid?.();
}

async function discard(folder: string): Promise<void> {
  await killMarked(folder);
  await removeFolder(folder).catch(() => {});
}
