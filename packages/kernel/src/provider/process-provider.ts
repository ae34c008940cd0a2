import {
  CodeAgentError,
  type CodeExecutionProvider,
  holdPolicy,
  type ProbeReport,
  type Sandbox,
  type SandboxLauncher,
  type SessionRequest,
} from "@tinycodeagent/core";
import { type KernelSession, kernelSession } from "../session/kernel-session.ts";
import { openKernel } from "../session/open-kernel.ts";
import { withKernel } from "./kernel-capabilities.ts";
import { type CheckedKernelOptions, checkKernelOptions, type KernelOptions } from "./kernel-options.ts";
import { probeKernel } from "./probe-kernel.ts";

/**
 * Makes a provider of anything that can start one process with stdin and stdout: the kernel brings sessions, files,
 * shell, variables and tools.
 */
export function processProvider(
  launcher: SandboxLauncher,
  given: KernelOptions = {},
): CodeExecutionProvider<KernelSession> {
  const options = checkKernelOptions(given, launcher.name);
  if (launcher.specVersion !== 1) {
    throw new CodeAgentError(
      "SPEC_VERSION_UNSUPPORTED",
      `Expected a launcher of contract version 1, got version ${String(launcher.specVersion)}. Install versions that belong together.`,
    );
  }
  const provider: CodeExecutionProvider<KernelSession> = {
    specVersion: 1,
    name: launcher.name,
    capabilities: withKernel(launcher.capabilities, options),
    probe: asked => probe(launcher, provider, asked),
    openSession: request => openSession({ launcher, options, request }),
  };
  return provider;
}

interface Opening {
  readonly launcher: SandboxLauncher;
  readonly options: CheckedKernelOptions;
  readonly request: SessionRequest;
}

async function openSession(opening: Opening): Promise<KernelSession> {
  const { policy, signal } = opening.request;
  throwIfAborted(signal);
  const sandbox = await opening.launcher.open({ policy, ...(signal && { signal }) });
  try {
    return await sessionIn(sandbox, opening);
  } catch (error) {
    await sandbox.close();
    throw error;
  }
}

async function sessionIn(sandbox: Sandbox, { launcher, options, request }: Opening): Promise<KernelSession> {
  const given = sandbox.capabilities ?? launcher.capabilities;
  // Before anything runs inside, and again when the place has told what it is.
  holdPolicy(request.policy, withKernel(given, options), launcher.name);
  const { connection, hello } = await openKernel(sandbox, request, options);
  const capabilities = withKernel(given, options, hello);
  const unenforced = holdPolicy(request.policy, capabilities, launcher.name);
  const report = {
    unenforced,
    warnings: sandbox.warnings ?? [],
    versions: { python: hello.python, kernel: hello.kernel },
    workdir: hello.cwd,
  };
  return kernelSession({ connection, sandbox, capabilities, report, policy: request.policy });
}

async function probe(
  launcher: SandboxLauncher,
  provider: CodeExecutionProvider<KernelSession>,
  options: { signal?: AbortSignal } = {},
): Promise<ProbeReport> {
  const report = await launcher.probe(options);
  if (!report.available) return report;
  return probeKernel(report, () => provider.openSession({ policy: {}, tools: [], preload: [], ...options }));
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted)
    throw new CodeAgentError("ABORTED", "Opening the session was aborted.", { cause: signal.reason });
}
