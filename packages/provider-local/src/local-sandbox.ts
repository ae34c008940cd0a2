import { mkdir, stat } from "node:fs/promises";
import { delimiter, dirname, join, resolve } from "node:path";
import { CodeAgentError, type Policy, type Sandbox, type SandboxProcess } from "@tinycodeagent/core";
import { killMarked, markName } from "./kill-marked.ts";
import { makePrivateFolder } from "./private-folder.ts";
import { startProcess } from "./processes.ts";
import { removeFolder } from "./remove-folder.ts";

const systemPath = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/**
 * A private folder and a clean environment; processes started here end when it closes.
 * @throws CodeAgentError `WORKDIR_NOT_FOUND`
 */
export async function openLocalSandbox(python: string, { workspace }: Policy): Promise<Sandbox> {
  const given = workspace?.path === undefined ? undefined : await existingFolder(workspace.path);
  const folder = await makePrivateFolder();
  const workdir = given ?? join(folder, "work");
  const temporary = join(folder, "tmp");
  await Promise.all([workdir, temporary].map(path => mkdir(path, { recursive: true })));
  const mark = folder;
  const env = {
    PATH: [dirname(python), ...systemPath].join(delimiter),
    HOME: folder,
    TMPDIR: temporary,
    LANG: "C.UTF-8",
    [markName]: mark,
  };
  const processes: SandboxProcess[] = [];
  let closing: Promise<void> | undefined;

  async function close(): Promise<void> {
    await Promise.all(processes.map(process => process.kill()));
    await killMarked(mark);
    await removeFolder(folder);
  }

  const sandbox: Sandbox = {
    workdir,
    python: [python],
    warnings: ["local is no boundary: code has the rights of the user who runs it"],
    async spawn(argv, options = {}) {
      const process = startProcess(argv, {
        cwd: options.cwd ?? workdir,
        env: { ...env, ...options.env },
      });
      processes.push(process);
      return process;
    },
    close() {
      closing ??= close();
      return closing;
    },
    [Symbol.asyncDispose]: () => sandbox.close(),
  };
  return sandbox;
}

async function existingFolder(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return resolve(path);
  throw new CodeAgentError(
    "WORKDIR_NOT_FOUND",
    `Expected a folder as the workspace, got ${found ? "a file" : "nothing"} at ${path}. Make the folder, or name another.`,
    { details: { path } },
  );
}
