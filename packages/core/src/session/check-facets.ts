import type { Facet } from "../contract/capabilities.ts";
import type { ProviderSession } from "../contract/provider.ts";
import { CodeAgentError } from "../errors/code-agent-error.ts";

/** The members of a session by the facet that they are. */
const members = {
  files: ["files"],
  shell: ["shell"],
  checkpoints: ["checkpoints"],
  variables: ["variables"],
  fork: ["fork"],
  transfer: ["export", "import"],
} as const satisfies Partial<Record<Facet, readonly (keyof ProviderSession)[]>>;

/**
 * The facets that a session claims must be the members it has.
 * @throws CodeAgentError `SESSION_OPEN_FAILED`
 */
export function checkFacets(session: ProviderSession, place: string): void {
  const pairs = Object.entries(members).flatMap(([facet, names]) =>
    names.map(name => [facet, name] as const),
  );
  for (const [facet, member] of pairs) {
    const claimed = (session.capabilities.facets as readonly string[]).includes(facet);
    if (claimed === (session[member] !== undefined)) continue;
    throw new CodeAgentError(
      "SESSION_OPEN_FAILED",
      `Expected the session of ${place} to have "${member}" exactly when it claims "${facet}", but it ${claimed ? "claims it and has it not" : "has it and does not claim it"}. Report this to the provider's author.`,
    );
  }
}

/**
 * A facet of a session, where code needs one that its type does not promise.
 * @throws CodeAgentError `FACET_MISSING`
 */
export function requireFacet<F extends "files" | "shell" | "checkpoints" | "variables">(
  session: object,
  facet: F,
  purpose: string,
): NonNullable<ProviderSession[F]> {
  const member = (session as Partial<ProviderSession>)[facet];
  if (member) return member as NonNullable<ProviderSession[F]>;
  throw new CodeAgentError(
    "FACET_MISSING",
    `Expected a session with "${facet}" ${purpose}, but this one has none. Use a provider whose capabilities name it.`,
    { details: { facet } },
  );
}
