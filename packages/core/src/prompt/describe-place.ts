import { defaultLimits, type ExecutionLimits } from "../contract/limits.ts";
import type { NetworkPolicy, Policy } from "../contract/policy.ts";
import type { SessionReport } from "../contract/provider.ts";

/** The place where code runs. */
export interface Place {
  readonly languages: readonly string[];
  readonly report: SessionReport;
  readonly policy: Policy;
  readonly preload: readonly string[];
}

/** The environment as far as the model has to know it. */
export function describePlace({ languages, report, policy, preload }: Place): string {
  const versions = Object.entries(report.versions).map(([name, version]) => `${name} ${version}`);
  const packages = policy.packages?.python ?? [];
  return [
    `Languages: ${languages.join(", ")}${versions.length ? ` (${versions.join(", ")})` : ""}`,
    `Working directory: ${report.workdir}`,
    `Limits of one run of code: ${limitsText({ ...defaultLimits, ...policy.limits })}`,
    `Network: ${networkText(policy.network ?? "none", report.unenforced.includes("network"))}`,
    ...(preload.length ? [`Imported already: ${preload.join(", ")}`] : []),
    ...(packages.length ? [`Installed: ${packages.join(", ")}`] : []),
    ...(policy.workspace?.writable === false ? ["The working directory cannot be written."] : []),
  ]
    .map(line => `- ${line}`)
    .join("\n");
}

function limitsText(limits: ExecutionLimits): string {
  return [
    `${limits.timeMs / 1000} s`,
    ...(limits.memoryBytes ? [`${Math.floor(limits.memoryBytes / 1024 ** 2)} MiB of memory`] : []),
    ...(limits.cpu ? [`${limits.cpu} processors`] : []),
    ...(limits.processes ? [`${limits.processes} processes`] : []),
    ...(limits.diskBytes ? [`${Math.floor(limits.diskBytes / 1024 ** 2)} MiB of disk`] : []),
  ].join(", ");
}

function networkText(network: NetworkPolicy, isUnenforced: boolean): string {
  if (network === "all") return "open";
  const hosts = typeof network === "object" ? network.allow : [];
  if (hosts.length) return `only ${hosts.join(", ")}`;
  return isUnenforced ? "do not use it (this place does not block it)" : "none";
}
