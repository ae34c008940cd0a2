import type { Capabilities, EnforcedLimit, Facet, Isolation, Language } from "@tinycodeagent/core";
import type { Law } from "./law.ts";

/** One thing that a manifest says of its provider. */
export type Claim =
  | `isolation ${Exclude<Isolation, "none" | "process">}`
  | `language ${Language}`
  | `facet ${Facet}`
  | `network ${Capabilities["network"][number]}`
  | `file rule ${Capabilities["fileRules"][number]}`
  | `limit ${EnforcedLimit}`
  | `workspace ${Capabilities["workspace"][number]}`
  | `packages ${Capabilities["packages"][number]}`
  | `state ${Exclude<Capabilities["state"], "none">}`;

/** All that a manifest claims. Isolation up to `process` promises nothing, and neither does the state `none`. */
export function claimsOf(capabilities: Capabilities): readonly Claim[] {
  const { isolation, languages, facets, network, fileRules, enforces, workspace, packages, state } =
    capabilities;
  return [
    ...(isolation === "none" || isolation === "process" ? [] : [`isolation ${isolation}` as const]),
    ...languages.map(name => `language ${name}` as const),
    ...facets.map(name => `facet ${name}` as const),
    ...network.map(name => `network ${name}` as const),
    ...fileRules.map(name => `file rule ${name}` as const),
    ...enforces.map(name => `limit ${name}` as const),
    ...workspace.map(name => `workspace ${name}` as const),
    ...packages.map(name => `packages ${name}` as const),
    ...(state === "none" ? [] : [`state ${state}` as const]),
  ];
}

/** What a manifest claims and none of these laws checks. */
export function uncheckedClaims(capabilities: Capabilities, laws: readonly Law[]): readonly Claim[] {
  const checked = new Set(
    laws.filter(law => law.applies(capabilities) === true).flatMap(({ proves = [] }) => proves),
  );
  return claimsOf(capabilities).filter(claim => !checked.has(claim));
}

/** How reports name a claim that nothing was found out about. */
export function uncheckedText(claim: Claim): string {
  return `claimed, not checked yet: ${claim}`;
}
