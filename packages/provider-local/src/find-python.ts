import { CodeAgentError } from "@tinycodeagent/core";
import { runToEnd } from "./processes.ts";

/** An interpreter of this machine. */
export interface FoundPython {
  /** The real program: a command on the PATH may be a slow shim. */
  readonly executable: string;
  /** Such as `3.12.1`. */
  readonly version: string;
}

const oldest = 9;
const script = "import sys; print(sys.executable, '%d.%d.%d' % sys.version_info[:3], sep='\\n')";
const found = new Map<string, Promise<FoundPython>>();

/**
 * Finds a Python. What was found is remembered; a failure is not.
 * @throws CodeAgentError `PYTHON_NOT_FOUND`, `PYTHON_TOO_OLD`
 */
export function findPython(command: string): Promise<FoundPython> {
  const known = found.get(command);
  if (known) return known;
  const finding = ask(command);
  found.set(command, finding);
  finding.catch(() => found.delete(command));
  return finding;
}

async function ask(command: string): Promise<FoundPython> {
  const [executable = "", version = ""] = (await answerOf(command)).trim().split("\n");
  const [major, minor] = version.split(".").map(Number);
  if (major === undefined || minor === undefined || !executable)
    throw notFound(command, "it did not tell its version");
  if (major > 3 || (major === 3 && minor >= oldest)) return { executable, version };
  throw new CodeAgentError(
    "PYTHON_TOO_OLD",
    `Expected Python 3.${oldest} or later, got ${version} (${command}). Install a later one, or pass local({ python }).`,
    { details: { command, version } },
  );
}

async function answerOf(command: string): Promise<string> {
  try {
    return await runToEnd(command, ["-I", "-S", "-c", script]);
  } catch (cause) {
    throw notFound(command, problemOf(cause), cause);
  }
}

/** What is read of a command that failed. */
interface Failure {
  readonly code?: string;
  readonly timedOut?: boolean;
  readonly exitCode?: number;
  readonly signal?: string;
  readonly stderr?: string;
}

// The message of a failed command repeats the whole script.
function problemOf(cause: unknown): string {
  const { code, timedOut, exitCode, signal, stderr = "" } = cause as Failure;
  if (code === "ENOENT") return "there is no such command";
  if (code === "EACCES") return "it may not be executed";
  if (timedOut) return "it did not answer in time";
  const said = stderr.trim().split("\n").at(-1);
  const ending = signal ? `was ended by ${signal}` : `ended with exit code ${exitCode ?? "unknown"}`;
  return `it ${ending}${said ? ` and said: ${said}` : ""}`;
}

function notFound(command: string, problem: string, cause?: unknown): CodeAgentError {
  return new CodeAgentError(
    "PYTHON_NOT_FOUND",
    `Expected Python 3.${oldest} or later as "${command}", but: ${problem}. Install Python, or pass local({ python: "/path/to/python3" }).`,
    { cause, details: { command } },
  );
}
