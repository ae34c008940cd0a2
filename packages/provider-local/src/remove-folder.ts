import { rm } from "node:fs/promises";
import { runToEnd } from "./processes.ts";

/** Removes a folder with all it holds, also a tree so deep that its paths are longer than the system takes. */
export async function removeFolder(path: string): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true, maxRetries: 3 });
  } catch {
    await runToEnd("rm", ["-rf", "--", path]);
  }
}
