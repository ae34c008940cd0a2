import type { Capabilities, CodeExecutionProvider, Facet, ProviderSession } from "@tinycodeagent/core";
import { keptStates } from "./kept-states.ts";
import type { MemoryInterpreter } from "./memory-cell.ts";
import { checkNotAborted } from "./memory-sandbox.ts";
import { memorySession } from "./memory-session.ts";

/** What a session in memory can have. */
export type MemoryFacet = Extract<Facet, "tools" | "variables" | "display" | "checkpoints" | "fork">;

/** Options of {@link memoryProvider}. */
export interface MemoryProviderOptions {
  /** Default: tools, variables and displays. */
  readonly facets?: readonly MemoryFacet[];
  /** Checkpoints that a session and its forks keep at most. Default 32. */
  readonly maxCheckpoints?: number;
  /** Claimed, not held: nothing is kept from the host here. Default `none`. */
  readonly isolation?: Capabilities["isolation"];
}

/** A memory provider, and what it opened. */
export interface MemoryProvider extends CodeExecutionProvider {
  /** Sessions that were opened or forked, in order. */
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
      checkNotAborted(signal, "open a session");
      return memorySession({
        interpret,
        capabilities,
        kept: keptStates(options.maxCheckpoints ?? 32),
        onSession: session => sessions.push(session),
        isLost: false,
      });
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
