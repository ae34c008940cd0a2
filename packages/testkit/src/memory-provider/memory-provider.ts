import {
  type Capabilities,
  CodeAgentError,
  type CodeExecutionProvider,
  type Facet,
  type ProviderSession,
} from "@tinycodeagent/core";
import type { MemoryInterpreter } from "./memory-cell.ts";
import { memorySession } from "./memory-session.ts";

/** Options of {@link memoryProvider}. */
export interface MemoryProviderOptions {
  /** Default: tools, variables and displays. */
  readonly facets?: readonly Extract<Facet, "tools" | "variables" | "display">[];
  /** Claimed, not held: nothing is kept from the host here. Default `none`. */
  readonly isolation?: Capabilities["isolation"];
}

/** A memory provider, and what it opened. */
export interface MemoryProvider extends CodeExecutionProvider {
  /** Sessions that were opened, in order. */
  readonly sessions: readonly ProviderSession[];
}

/**
 * A provider without a sandbox, for tests of what stands above the contract: a function of this process plays the
 * interpreter. Never run untrusted code with it.
 */
export function memoryProvider(
  interpret: MemoryInterpreter,
  options: MemoryProviderOptions = {},
): MemoryProvider {
  const sessions: ProviderSession[] = [];
  const capabilities = capabilitiesOf(options);
  return {
    specVersion: 1,
    name: "memory",
    capabilities,
    sessions,
    async probe() {
      return { available: true, capabilities, findings: [] };
    },
    async openSession({ signal }) {
      if (signal?.aborted)
        throw new CodeAgentError("ABORTED", "Expected to open a session, but it was aborted.");
      const session = memorySession(interpret, capabilities);
      sessions.push(session);
      return session;
    },
  };
}

function capabilitiesOf({ facets, isolation }: MemoryProviderOptions): Capabilities {
  return {
    isolation: isolation ?? "none",
    languages: ["python"],
    facets: facets ?? ["tools", "variables", "display"],
    network: [],
    fileRules: [],
    enforces: [],
    workspace: [],
    packages: [],
    state: "live",
  };
}
