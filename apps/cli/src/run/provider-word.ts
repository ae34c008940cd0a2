import type { CodeExecutionProvider } from "@tinycodeagent/core";
import { suggestion } from "../arguments/nearest.ts";
import { usageError } from "../arguments/usage-error.ts";

/** Providers by the words for them. Only the program turns words into values. */
export const providerWords: Readonly<Record<string, () => Promise<CodeExecutionProvider>>> = {
  local: async () => (await import("@tinycodeagent/provider-local")).local(),
};

/**
 * The provider that a word names. Code of a real model is given to `local` only when the word was written, because
 * nothing holds it there.
 * @throws CodeAgentError `OPTION_INVALID`, `ISOLATION_INSUFFICIENT`
 */
export async function chooseProvider(
  word: string | undefined,
  model: { readonly isScripted: boolean; readonly label: string },
): Promise<CodeExecutionProvider> {
  if (word === undefined && !model.isScripted) throw await unnamed(model.label);
  const name = word ?? "local";
  const open = Object.hasOwn(providerWords, name) ? providerWords[name] : undefined;
  if (open) return open();
  const known = Object.keys(providerWords);
  throw await usageError(
    `Expected a provider (${known.join(", ")}) for --provider, got "${name}".${suggestion(name, known)}`,
  );
}

async function unnamed(label: string): Promise<Error> {
  return usageError(
    `Expected --provider, because ${label} writes code of its own, got none. The only place here is local, which is no boundary: the code may do whatever you may do. If you accept that, add --provider local.`,
    "ISOLATION_INSUFFICIENT",
  );
}
