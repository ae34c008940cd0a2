import type { SessionRequest } from "../contract/provider.ts";

/**
 * A name that equal requests have, and others have not; nothing for one whose sessions must not be opened ahead. It is a
 * digest: a pool remembers requests, and must not keep their secrets for it.
 */
export async function requestKey({ policy, tools, preload }: SessionRequest): Promise<string | undefined> {
  // A copied workspace would be as it was when the session was opened, not when it is asked for.
  if (policy.workspace?.mode === "copy") return undefined;
  const sorted = [...tools].sort((left, right) => (left.name < right.name ? -1 : 1));
  const bytes = new TextEncoder().encode(stableJson({ policy, tools: sorted, preload }));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, byte => byte.toString(16).padStart(2, "0")).join("");
}

// The order in which members were written does not make another request.
function stableJson(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === "object" && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([left], [right]) => (left < right ? -1 : 1)))
      : member,
  );
}
