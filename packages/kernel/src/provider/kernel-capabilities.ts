import type { Capabilities, EnforcedLimit, Facet, Language } from "@tinycodeagent/core";
import type { KernelOptions } from "./kernel-options.ts";

/** What the kernel holds itself, in any sandbox. */
const held: readonly EnforcedLimit[] = ["time", "output"];

const everywhere: readonly Facet[] = ["files", "shell", "variables", "transfer", "tools", "display"];

/** What needs copies of an interpreter. */
const copies: readonly Facet[] = ["checkpoints", "fork"];

const memory: readonly EnforcedLimit[] = ["memory"];

/** What the kernel runs where their programs are found; Python is the first, and always there. */
const everyLanguage: readonly Language[] = ["python", "javascript", "bash"];

/**
 * A launcher's capabilities with what the kernel adds: at most, or for what a kernel said of its place. Only Linux holds a
 * limit of memory for a process.
 */
export function withKernel(
  capabilities: Capabilities,
  { shadows = true }: KernelOptions,
  { platform, languages }: { readonly platform: string; readonly languages: readonly Language[] } = {
    platform: "linux",
    languages: everyLanguage,
  },
): Capabilities {
  return {
    ...capabilities,
    languages,
    facets: [...everywhere, ...(platform === "linux" ? copies : [])],
    enforces: [...new Set([...held, ...(platform === "linux" ? memory : []), ...capabilities.enforces])],
    state: shadows && platform === "linux" ? "crash-proof" : "live",
  };
}
