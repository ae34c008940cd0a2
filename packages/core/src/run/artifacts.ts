import type { Artifact } from "../agent/artifact.ts";
import type { FileStat, SessionFiles } from "../contract/files.ts";
import { isCodeAgentError } from "../errors/code-agent-error.ts";
import { heldSession } from "./held-session.ts";
import type { Run } from "./run.ts";

/** Bytes of one artifact's content. */
export const maxArtifactBytes: number = 1024 * 1024;
/** Bytes of all contents together. */
export const maxArtifactsBytes: number = 10 * 1024 * 1024;
/** Entries of a workspace that is compared; nothing is reported of a larger one. */
export const maxWorkspaceEntries = 10_000;

type Listing = ReadonlyMap<string, FileStat>;

/** Remembers the workspace as it is now: what changes from here on are artifacts. */
export async function takeBaseline(run: Run): Promise<void> {
  const { files } = heldSession(run).session;
  run.baseline = files && (await listingOf(files, run.stop.signal));
}

/**
 * Files that the run made or changed. A session that does not answer any more has none to show, and a workspace that was
 * too large to list is not compared.
 */
export async function collectArtifacts(run: Run): Promise<readonly Artifact[]> {
  const files = run.held?.session.files;
  if (!files || !run.baseline) return [];
  try {
    const present = await listingOf(files);
    return present ? await readChanges(files, changesOf(run.baseline, present)) : [];
  } catch {
    return [];
  }
}

async function listingOf(files: SessionFiles, signal?: AbortSignal): Promise<Listing | undefined> {
  const options = { recursive: true, maxEntries: maxWorkspaceEntries, ...(signal && { signal }) };
  const entries = await listOrNone(files, options);
  if (!entries || entries.length >= maxWorkspaceEntries) return undefined;
  return new Map(entries.filter(entry => entry.kind === "file").map(entry => [entry.path, entry]));
}

// A workspace whose list is too large is like one of too many files.
async function listOrNone(
  files: SessionFiles,
  options: Parameters<SessionFiles["list"]>[1],
): Promise<readonly FileStat[] | undefined> {
  try {
    return await files.list(".", options);
  } catch (error) {
    if (isCodeAgentError(error, "FILE_INVALID")) return undefined;
    throw error;
  }
}

function changesOf(before: Listing, after: Listing): readonly Artifact[] {
  return [...after.values()]
    .filter(file => !isSame(before.get(file.path), file))
    .map(({ path, sizeBytes }) => ({
      path,
      change: before.has(path) ? ("modified" as const) : ("created" as const),
      sizeBytes,
    }))
    .sort((left, right) => (left.path < right.path ? -1 : 1));
}

function isSame(before: FileStat | undefined, after: FileStat): boolean {
  return before?.sizeBytes === after.sizeBytes && before.modifiedMs === after.modifiedMs;
}

async function readChanges(files: SessionFiles, changes: readonly Artifact[]): Promise<readonly Artifact[]> {
  const artifacts: Artifact[] = [];
  let room = maxArtifactsBytes;
  for (const change of changes) {
    if (change.sizeBytes > Math.min(room, maxArtifactBytes)) {
      artifacts.push(change);
      continue;
    }
    const data = await files.read(change.path, { length: maxArtifactBytes });
    room -= data.length;
    artifacts.push({ ...change, sizeBytes: data.length, data });
  }
  return artifacts;
}
