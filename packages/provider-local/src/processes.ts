import { Readable, Writable } from "node:stream";
import type { ProcessExit, SandboxProcess } from "@tinycodeagent/core";
import { execa } from "execa";

/** What a process is started with. Nothing is inherited. */
export interface StartOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Starts a process in a group of its own. */
export async function startProcess(
  argv: readonly string[],
  { cwd, env }: StartOptions,
): Promise<SandboxProcess> {
  const [file = "", ...args] = argv;
  const child = execa(file, args, {
    cwd,
    env,
    extendEnv: false,
    detached: true,
    buffer: false,
    reject: false,
    stdin: "pipe",
    encoding: "buffer",
  });
  const exited = child.then(
    ({ exitCode, signal }): ProcessExit => ({
      ...(exitCode !== undefined && { exitCode }),
      ...(signal !== undefined && { signal }),
    }),
  );
  return {
    stdin: Writable.toWeb(child.stdin),
    stdout: Readable.toWeb(child.stdout) as ReadableStream<Uint8Array>,
    stderr: Readable.toWeb(child.stderr) as ReadableStream<Uint8Array>,
    exited,
    async kill() {
      killGroup(child.pid);
      await exited;
    },
  };
}

/** Runs a command and returns what it wrote to stdout. Rejects when it fails or takes long. */
export async function runToEnd(command: string, args: readonly string[]): Promise<string> {
  const { stdout } = await execa(command, args, { stdin: "ignore", timeout: 10_000 });
  return stdout;
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended.
  }
}
