import type { Capabilities } from "../contract/capabilities.ts";
import { defaultLimits } from "../contract/limits.ts";
import { defaultPolicy, type Policy } from "../contract/policy.ts";
import { CodeAgentError } from "../errors/code-agent-error.ts";

interface Clause {
  readonly name: string;
  /** Whether the user wrote it. */
  readonly written: boolean;
  readonly held: boolean;
}

/**
 * Holds a policy against what a place gives.
 * @returns the names of defaults that are not held, for `report.unenforced`
 * @throws CodeAgentError `POLICY_UNSUPPORTED` for the first written clause that is not held
 */
export function holdPolicy(policy: Policy, capabilities: Capabilities, place: string): readonly string[] {
  const clauses = clausesOf(policy, capabilities);
  const refused = clauses.find(clause => clause.written && !clause.held);
  if (refused) throw unsupported(refused.name, place);
  return clauses.filter(clause => !clause.held).map(clause => clause.name);
}

function clausesOf(policy: Policy, capabilities: Capabilities): readonly Clause[] {
  const { fileRules, packages } = capabilities;
  return [
    fileRule("protect", policy.protect ?? defaultPolicy.protect, policy.protect !== undefined, capabilities),
    fileRule("hide", policy.hide ?? defaultPolicy.hide, policy.hide !== undefined, capabilities),
    fileRule("readable", policy.readable ?? [], true, capabilities),
    fileRule("writable", policy.writable ?? [], true, capabilities),
    {
      name: "workspace.writable",
      written: policy.workspace?.writable === false,
      held: policy.workspace?.writable !== false || fileRules.includes("writable"),
    },
    workspaceClause(policy, capabilities),
    networkClause(policy, capabilities),
    ...limitClauses(policy, capabilities),
    ...(["python", "apt"] as const).map(manager => ({
      name: `packages.${manager}`,
      written: true,
      held: !policy.packages?.[manager]?.length || packages.includes(manager),
    })),
  ];
}

function fileRule(
  name: "readable" | "writable" | "protect" | "hide",
  paths: readonly string[],
  written: boolean,
  { fileRules }: Capabilities,
): Clause {
  return { name, written, held: paths.length === 0 || fileRules.includes(name) };
}

// A private folder needs neither a bind nor a copy.
function workspaceClause({ workspace = {} }: Policy, capabilities: Capabilities): Clause {
  const { path, mode } = workspace;
  const written = path !== undefined || mode !== undefined;
  return {
    name: "workspace.mode",
    written,
    held: !written || capabilities.workspace.includes(mode ?? "bind"),
  };
}

function networkClause(policy: Policy, capabilities: Capabilities): Clause {
  const network = policy.network ?? defaultPolicy.network;
  const needed = typeof network === "string" ? network : network.allow.length ? "allowlist" : "none";
  return {
    name: "network",
    written: policy.network !== undefined,
    held: capabilities.network.includes(needed),
  };
}

const limitNames = {
  timeMs: "time",
  wallMs: "time",
  outputBytes: "output",
  spillBytes: "output",
  memoryBytes: "memory",
  cpu: "cpu",
  processes: "processes",
  diskBytes: "disk",
} as const;

function limitClauses(policy: Policy, { enforces }: Capabilities): readonly Clause[] {
  return Object.entries(limitNames).map(([name, limit]) => {
    const written = policy.limits?.[name as keyof typeof limitNames] !== undefined;
    const hasDefault = name in defaultLimits;
    return { name: `limits.${name}`, written, held: enforces.includes(limit) || !(written || hasDefault) };
  });
}

function unsupported(clause: string, place: string): CodeAgentError {
  return new CodeAgentError(
    "POLICY_UNSUPPORTED",
    `Expected a place that holds the policy's "${clause}", but ${place} cannot. Remove the clause, or use a provider that enforces it.`,
    { details: { clause, place } },
  );
}
