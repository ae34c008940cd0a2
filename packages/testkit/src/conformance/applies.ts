import type { Capabilities, EnforcedLimit, Facet } from "@tinycodeagent/core";

/** When a law applies. */
export type Applies = (capabilities: Capabilities) => true | string;

/** To every provider. */
export const always: Applies = () => true;

/** To those that run Python. */
export const python: Applies = ({ languages }) =>
  languages.includes("python") || "it does not claim the language python";

/** To those that run Python and keep its state from cell to cell. */
export const livePython: Applies = all(
  python,
  ({ state }) => state !== "none" || "it does not claim to keep state",
);

/** To those that have all these facets. */
export function facets(...names: readonly Facet[]): Applies {
  return ({ facets: claimed }) => {
    const missing = names.filter(name => !claimed.includes(name));
    return missing.length === 0 || `it does not claim ${missing.join(", ")}`;
  };
}

/** To those that enforce all these limits. */
export function limits(...names: readonly EnforcedLimit[]): Applies {
  return ({ enforces }) => {
    const missing = names.filter(name => !enforces.includes(name));
    return missing.length === 0 || `it does not claim to enforce ${missing.join(", ")}`;
  };
}

/** To those to which each of these applies; else the first reason why not. */
export function all(...conditions: readonly Applies[]): Applies {
  return capabilities => {
    for (const condition of conditions) {
      const answer = condition(capabilities);
      if (answer !== true) return answer;
    }
    return true;
  };
}
