import type { Capabilities, EnforcedLimit } from "@tinycodeagent/core";
import type { KernelOptions } from "./kernel-options.ts";

/** What the kernel holds itself, in any sandbox. */
const held: readonly EnforcedLimit[] = ["time", "output"];

const memory: readonly EnforcedLimit[] = ["memory"];

/** A launcher's capabilities with what the kernel adds. Only Linux holds a limit of memory for a process. */
export function withKernel(
  capabilities: Capabilities,
  { shadows = true }: KernelOptions = {},
  platform: string = "linux",
): Capabilities {
  return {
    ...capabilities,
    languages: ["python"],
    facets: ["files", "shell", "variables", "tools", "display"],
    enforces: [...new Set([...held, ...(platform === "linux" ? memory : []), ...capabilities.enforces])],
    state: shadows && platform === "linux" ? "crash-proof" : "live",
  };
}
