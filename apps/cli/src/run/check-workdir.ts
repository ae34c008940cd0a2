import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { usageError } from "../arguments/usage-error.ts";

/**
 * The folder to work in, absolute.
 * @throws CodeAgentError `WORKDIR_NOT_FOUND`
 */
export async function checkWorkdir(
  folder: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  if (folder === undefined) return undefined;
  const path = resolve(startFolder(env), folder);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return path;
  throw await usageError(
    `Expected a folder for --workdir, got ${found ? "a file" : "nothing"} at ${path}. Make the folder, or name another.`,
    "WORKDIR_NOT_FOUND",
  );
}

// A package script is run in the folder of its package; where it was called from is in the environment.
function startFolder(env: NodeJS.ProcessEnv): string {
  return (env.npm_lifecycle_event === "agent" && env.INIT_CWD) || process.cwd();
}
