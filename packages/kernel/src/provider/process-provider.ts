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
import { probeKernel } from "./probe-kernel.ts";

/**
 * Makes a provider of anything that can start one process with stdin and stdout: the kernel brings sessions, files,
 * shell, variables and tools.
 */
export function processProvider(launcher: SandboxLauncher): CodeExecutionProvider<KernelSession> {
  if (launcher.specVersion !== 1) {
    throw new CodeAgentError(
      "SPEC_VERSION_UNSUPPORTED",
      `Expected a launcher of contract version 1, got version ${String(launcher.specVersion)}. Install versions that belong together.`,
    );
  }
  const provider: CodeExecutionProvider<KernelSession> = {
    specVersion: 1,
    name: launcher.name,
    capabilities: withKernel(launcher.capabilities),
    probe: options => probe(launcher, provider, options),
    openSession: request => openSession(launcher, request),
  };
  return provider;
}

async function openSession(launcher: SandboxLauncher, request: SessionRequest): Promise<KernelSession> {
  throwIfAborted(request.signal);
  const { policy, signal } = request;
  const sandbox = await launcher.open({ policy, ...(signal && { signal }) });
  try {
    return await sessionIn(sandbox, launcher, request);
  } catch (error) {
    await sandbox.close();
    throw error;
  }
}

async function sessionIn(
  sandbox: Sandbox,
  launcher: SandboxLauncher,
  request: SessionRequest,
): Promise<KernelSession> {
  // Before anything runs inside, and again when the place has told what it is.
  holdPolicy(request.policy, withKernel(sandbox.capabilities ?? launcher.capabilities), launcher.name);
  const { connection, hello } = await openKernel(sandbox, request);
  const capabilities = withKernel(sandbox.capabilities ?? launcher.capabilities, hello.platform);
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
