import type { ChildProcess } from "node:child_process";
import { Writable } from "node:stream";
import type { ProcessExit, SandboxProcess } from "../contract/launcher.ts";
import { CodeAgentError } from "../errors/code-agent-error.ts";
import { webStream } from "./web-stream.ts";

/**
 * A child process of Node as a launcher hands it out. Start it with `detached: true`: it then leads a group of its own, and
 * `kill()` ends that group.
 * @throws CodeAgentError `OPTION_INVALID` when stdin, stdout or stderr is no pipe
 */
export function sandboxProcess(child: ChildProcess): SandboxProcess {
  const { stdin, stdout, stderr } = child;
  if (!stdin || !stdout || !stderr) throw withoutPipes();
  const exited = exitOf(child);
  return {
    stdin: Writable.toWeb(stdin),
    stdout: webStream(stdout),
    stderr: webStream(stderr),
    exited,
    async kill() {
      killGroup(child.pid);
      await exited;
    },
  };
}

// A program that could not be started has ended too: like a shell, with code 127.
function exitOf(child: ChildProcess): Promise<ProcessExit> {
  return new Promise(resolve => {
    child.once("error", () => resolve({ exitCode: 127 }));
    child.once("exit", (exitCode, signal) => resolve(signal ? { signal } : { exitCode: exitCode ?? 0 }));
  });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended.
  }
}

function withoutPipes(): CodeAgentError {
  return new CodeAgentError(
    "OPTION_INVALID",
    'Expected a child process with three pipes, got one without. Start it with stdio: "pipe".',
  );
}
