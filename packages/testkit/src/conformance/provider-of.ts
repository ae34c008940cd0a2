import type { CodeExecutionProvider, ProviderSession } from "@tinycodeagent/core";

/** A provider that hands out a session that is open, with other ways to run cells. */
export function providerOf(
  session: ProviderSession,
  execute: ProviderSession["execute"],
): CodeExecutionProvider {
  const { capabilities } = session;
  return {
    specVersion: 1,
    name: "an open session",
    capabilities,
    probe: async () => ({ available: true, capabilities, findings: [] }),
    openSession: async () => ({ ...session, execute }),
  };
}
