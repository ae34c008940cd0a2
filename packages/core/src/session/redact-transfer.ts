import type { Json } from "../contract/json.ts";
import type { ProviderSession } from "../contract/provider.ts";
import type { SessionTransfer } from "../contract/transfer.ts";
import { rethrowClean } from "./clean-error.ts";
import type { Redactor } from "./redactor.ts";

type Secrets = Readonly<Record<string, string>>;

/**
 * The transfer of a session without its secrets. They are left out inside, where a state is made: its data cannot be changed
 * out here without being damaged.
 */
export function redactTransfer(
  session: ProviderSession,
  redactor: Redactor,
  secrets: Secrets,
): Partial<SessionTransfer> {
  const { export: exportState, import: importState } = transferOf(session);
  if (!exportState || !importState) return {};
  return {
    async export(options = {}) {
      const all = [...(options.secrets ?? []), ...Object.values(secrets)];
      return rethrowClean(redactor, async () => {
        const { data, ...rest } = await exportState({ ...options, secrets: all });
        return { ...clean(rest, redactor), data };
      });
    },
    import: (...args) => rethrowClean(redactor, async () => clean(await importState(...args), redactor)),
  };
}

/** The members of the facet `transfer`, as functions of their own. */
export function transferOf(session: ProviderSession): Partial<SessionTransfer> {
  const { export: exportState, import: importState } = session;
  return {
    ...(exportState && { export: exportState.bind(session) }),
    ...(importState && { import: importState.bind(session) }),
  };
}

function clean<T>(value: T, { json }: Redactor): T {
  return json(value as unknown as Json) as unknown as T;
}
