import type { Capabilities } from "./capabilities.ts";
import type { Policy } from "./policy.ts";
import type { ProbeReport } from "./probe.ts";

/**
 * The lower half of a provider: opens sandboxes in which processes can be started. The kernel's
 * `processProvider(launcher)` makes a `CodeExecutionProvider` of it; a gateway serves one over HTTP.
 */
export interface SandboxLauncher {
  readonly specVersion: 1;
  readonly name: string;
  /** What a sandbox of this launcher holds. Facets and languages come from the kernel: leave them empty. */
  readonly capabilities: Capabilities;
  probe(options?: { signal?: AbortSignal }): Promise<ProbeReport>;
  /** @throws CodeAgentError `PROVIDER_UNAVAILABLE`, `POLICY_UNSUPPORTED`, `ABORTED` */
  open(request: SandboxRequest): Promise<Sandbox>;
}

/** What a sandbox is opened with. */
export interface SandboxRequest {
  readonly policy: Policy;
  readonly signal?: AbortSignal;
}

/** A place in which processes can be started. */
export interface Sandbox extends AsyncDisposable {
  /** What this sandbox really holds, when it is less than the launcher's manifest. */
  readonly capabilities?: Capabilities;
  /** The working directory as processes inside see it. */
  readonly workdir: string;
  /** The command that starts Python (≥ 3.9) inside, such as `["/usr/bin/python3"]`. */
  readonly python: readonly string[];
  /** Plain sentences about what this sandbox does not hold. */
  readonly warnings?: readonly string[];
  /** Starts a process. Closing the sandbox ends it with all its children. */
  spawn(argv: readonly string[], options?: SpawnOptions): Promise<SandboxProcess>;
  /** Ends everything and removes what was made. Idempotent. */
  close(): Promise<void>;
}

/** Options of {@link Sandbox.spawn}. */
export interface SpawnOptions {
  /** Added to the sandbox's environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly signal?: AbortSignal;
}

/** A running process and its three streams of bytes. */
export interface SandboxProcess {
  readonly stdin: WritableStream<Uint8Array>;
  readonly stdout: ReadableStream<Uint8Array>;
  readonly stderr: ReadableStream<Uint8Array>;
  /** Settles when the process ended; never rejects. */
  readonly exited: Promise<ProcessExit>;
  /** Ends the process and its children at once. Quiet if it has ended. */
  kill(): Promise<void>;
}

/** How a process ended: by itself with a code, or by a signal. */
export interface ProcessExit {
  readonly exitCode?: number;
  readonly signal?: string;
}
