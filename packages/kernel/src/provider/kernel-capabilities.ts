import type { Capabilities, EnforcedLimit, Facet } from "@tinycodeagent/core";
import type { KernelOptions } from "./kernel-options.ts";

/** What the kernel holds itself, in any sandbox. */
const held: readonly EnforcedLimit[] = ["time", "output"];

const everywhere: readonly Facet[] = ["files", "shell", "variables", "transfer", "tools", "display"];

/** What needs copies of an interpreter. */
const copies: readonly Facet[] = ["checkpoints", "fork"];

const memory: readonly EnforcedLimit[] = ["memory"];

/** A launcher's capabilities with what the kernel adds. Only Linux holds a limit of memory for a process. */
export function withKernel(
  capabilities: Capabilities,
  { shadows = true }: KernelOptions,
  platform: string = "linux",
): Capabilities {
  return {
    ...capabilities,
    languages: ["python"],
    facets: [...everywhere, ...(platform === "linux" ? copies : [])],
    enforces: [...new Set([...held, ...(platform === "linux" ? memory : []), ...capabilities.enforces])],
    state: shadows && platform === "linux" ? "crash-proof" : "live",
  };
}
