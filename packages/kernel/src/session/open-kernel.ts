import {
  CodeAgentError,
  isCodeAgentError,
  type Sandbox,
  type SandboxProcess,
  type SessionRequest,
} from "@tinycodeagent/core";
import type { CheckedKernelOptions } from "../provider/kernel-options.ts";
import { type Connection, connect } from "../wire/index.ts";
import { type Hello, readHello } from "./hello.ts";
import { loader, loaderInput } from "./loader.ts";

/** Milliseconds until a kernel that does not greet is given up. */
const greetingMs = 30_000;

const threadVariables = ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"];

/** A kernel that greeted and was told what the session is. */
export interface OpenKernel {
  readonly connection: Connection;
  readonly hello: Hello;
}

/** Starts the kernel in a sandbox. @throws CodeAgentError `PYTHON_TOO_OLD`, `SESSION_OPEN_FAILED`, `ABORTED` */
export async function openKernel(
  sandbox: Sandbox,
  request: SessionRequest,
  options: CheckedKernelOptions,
): Promise<OpenKernel> {
  const argv = [...sandbox.python, "-I", "-S", "-u", "-c", loader];
  const process = await sandbox.spawn(argv, { cwd: sandbox.workdir });
  await feedLoader(process);
  const connection = connect(process);
  connection.send({ type: "open" }, opening(sandbox, request, options));
  try {
    return { connection, hello: await greetingOf(connection, request.signal) };
  } catch (error) {
    await process.kill();
    throw error;
  }
}

async function feedLoader({ stdin }: SandboxProcess): Promise<void> {
  const writer = stdin.getWriter();
  // A Python that refuses at once closes its stdin; its exit says why.
  writer.write(loaderInput()).catch(() => {});
  writer.releaseLock();
}

function opening(
  sandbox: Sandbox,
  { policy, tools, preload }: SessionRequest,
  { shadows, checkpoints }: CheckedKernelOptions,
): Uint8Array {
  const roots = [
    { path: sandbox.workdir, writable: policy.workspace?.writable !== false },
    ...(policy.readable ?? []).map(path => ({ path, writable: false })),
    ...(policy.writable ?? []).map(path => ({ path, writable: true })),
  ];
  const { memoryBytes: allowed = Number.POSITIVE_INFINITY, cpu } = policy.limits ?? {};
  const memoryBytes = Number.isFinite(allowed) ? Math.floor(allowed) : undefined;
  const env = { ...threadsFor(cpu), ...policy.env, ...policy.secrets };
  const settings = { env, tools, preload, roots, memoryBytes, shadows, checkpoints };
  return new TextEncoder().encode(JSON.stringify(settings));
}

// Libraries start a thread for each processor of the machine; more than they may use only wait for each other.
function threadsFor(cpu: number | undefined): Readonly<Record<string, string>> {
  if (cpu === undefined) return {};
  const count = String(Math.max(1, Math.floor(cpu)));
  return Object.fromEntries(threadVariables.map(name => [name, count]));
}

async function greetingOf({ greeting }: Connection, signal: AbortSignal | undefined): Promise<Hello> {
  let stop = () => {};
  const stopped = new Promise<never>((_, reject) => {
    const late = () => reject(openFailed(`it did not greet within ${greetingMs} ms`));
    const timer = setTimeout(late, greetingMs);
    const abort = () =>
      reject(new CodeAgentError("ABORTED", "Opening the session was aborted.", { cause: signal?.reason }));
    if (signal?.aborted) abort();
    signal?.addEventListener("abort", abort, { once: true });
    stop = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    };
  });
  try {
    return readHello(await Promise.race([greeting.next(), stopped]));
  } catch (error) {
    throw isCodeAgentError(error, "SESSION_LOST") ? startError(error) : error;
  } finally {
    stop();
  }
}

function startError(lost: CodeAgentError): CodeAgentError {
  const said = String(lost.details.stderr ?? "");
  const old = /PYTHON_TOO_OLD (\S+)/.exec(said)?.[1];
  if (!old) return openFailed(lost.message, lost);
  return new CodeAgentError(
    "PYTHON_TOO_OLD",
    `Expected Python 3.9 or later, got ${old}. Install a later one, or name it with the provider's "python" option.`,
    {
      details: { version: old },
    },
  );
}

function openFailed(how: string, cause?: unknown): CodeAgentError {
  return new CodeAgentError("SESSION_OPEN_FAILED", `Expected the kernel to start, but: ${how}`, { cause });
}
