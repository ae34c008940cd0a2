import type { SandboxProcess } from "@tinycodeagent/core";
import { sandboxProcess } from "@tinycodeagent/core/node";
import { execa } from "execa";

/** What a process is started with. Nothing is inherited. */
export interface StartOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Starts a process in a group of its own. */
export function startProcess(argv: readonly string[], { cwd, env }: StartOptions): SandboxProcess {
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
  return sandboxProcess(child.nodeChildProcess);
}

/** Runs a command and returns what it wrote to stdout. Rejects when it fails or takes long. */
export async function runToEnd(command: string, args: readonly string[]): Promise<string> {
  const { stdout } = await execa(command, args, { stdin: "ignore", timeout: 10_000 });
  return stdout;
}
