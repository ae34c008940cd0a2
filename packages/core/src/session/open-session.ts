import { createBroker } from "../broker/create-broker.ts";
import type { Capabilities, Isolation } from "../contract/capabilities.ts";
import { defaultLimits, type ExecutionLimits } from "../contract/limits.ts";
import type { Policy } from "../contract/policy.ts";
import type { CodeExecutionProvider, ProviderSession } from "../contract/provider.ts";
import { CodeAgentError } from "../errors/code-agent-error.ts";
import { checkPolicy } from "../policy/check-policy.ts";
import { holdPolicy } from "../policy/hold-policy.ts";
import { checkFacets } from "./check-facets.ts";
import { checkOpenOptions } from "./check-session-options.ts";
import type { OpenSessionOptions, Session } from "./session.ts";
import { sessionRequest } from "./session-request.ts";
import { userSession } from "./user-session.ts";

/** Isolation, weakest first. */
const isolations: readonly Isolation[] = ["none", "process", "os", "container", "vm"];

/**
 * Opens a session at a provider. Close it, or hold it with `await using`.
 * @throws CodeAgentError `OPTION_INVALID`, `PROVIDER_UNAVAILABLE`, `POLICY_UNSUPPORTED`, `ISOLATION_INSUFFICIENT`, `TOOL_DUPLICATE`,
 * `SPEC_VERSION_UNSUPPORTED`, `SESSION_OPEN_FAILED`, `ABORTED`
 */
export async function openSession<S extends ProviderSession>(
  provider: CodeExecutionProvider<S>,
  options: OpenSessionOptions = {},
): Promise<Session<S>> {
  checkOpenOptions(options);
  const policy = options.policy ?? {};
  checkSpecVersion(provider);
  checkPolicy(policy);
  holdPolicy(policy, provider.capabilities, provider.name);
  checkIsolation(provider.capabilities, provider.name, options.requireIsolation);
  const broker = options.broker ?? createBroker({ tools: options.tools ?? [] });
  const session = await provider.openSession(sessionRequest({ ...options, broker }));
  try {
    holdPolicy(policy, session.capabilities, provider.name);
    checkIsolation(session.capabilities, provider.name, options.requireIsolation);
    checkFacets(session, provider.name);
  } catch (error) {
    await session.close();
    throw error;
  }
  return userSession({
    session,
    provider: provider.name,
    broker,
    limits: limitsOf(policy),
    secrets: policy.secrets,
  });
}

function checkSpecVersion({ name, specVersion }: CodeExecutionProvider): void {
  if (specVersion === 1) return;
  throw new CodeAgentError(
    "SPEC_VERSION_UNSUPPORTED",
    `Expected a provider of contract version 1, got version ${String(specVersion)} of "${name}". Install versions that belong together.`,
  );
}

function checkIsolation({ isolation }: Capabilities, place: string, required: Isolation = "none"): void {
  if (isolations.indexOf(isolation) >= isolations.indexOf(required)) return;
  throw new CodeAgentError(
    "ISOLATION_INSUFFICIENT",
    `Expected isolation "${required}" or stronger, got "${isolation}" from ${place}. Use another provider, or require less.`,
    { details: { required, isolation } },
  );
}

function limitsOf({ limits }: Policy): ExecutionLimits {
  return { ...defaultLimits, ...limits };
}
