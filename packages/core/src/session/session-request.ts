import { createBroker } from "../broker/create-broker.ts";
import type { SessionRequest } from "../contract/provider.ts";
import type { OpenSessionOptions } from "./session.ts";

/**
 * What `openSession` asks a provider for with these options; a pool is told by it what to keep ready.
 * @throws CodeAgentError `TOOL_DUPLICATE`
 */
export function sessionRequest(
  options: Pick<OpenSessionOptions, "policy" | "tools" | "broker" | "preload" | "signal"> = {},
): SessionRequest {
  const broker = options.broker ?? createBroker({ tools: options.tools ?? [] });
  return {
    policy: options.policy ?? {},
    tools: broker.signatures("code"),
    preload: options.preload ?? [],
    ...(options.signal && { signal: options.signal }),
  };
}
