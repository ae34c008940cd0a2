import {
  type OpenSessionOptions,
  openSession,
  type Policy,
  type ProviderSession,
  type Session,
  type SessionRequest,
} from "@tinycodeagent/core";
import { within } from "./assertions.ts";
import type { LawContext } from "./law.ts";
import type { ProviderUnderTest } from "./provider-under-test.ts";

/** Milliseconds that closing a session may take after a law. */
const closeMs = 15_000;

/** A context, and what ends all that was opened in it. */
export interface OwnedContext extends LawContext {
  /** Closes every session. Throws when one does not close. */
  finish(): Promise<void>;
}

/** Makes the context of one law. */
export function lawContext(subject: ProviderUnderTest, scale: number): OwnedContext {
  const opened: (Session | ProviderSession)[] = [];
  const provider = subject.factory();
  const keep = <S extends Session | ProviderSession>(session: S): S => {
    opened.push(session);
    return session;
  };
  return {
    factory: subject.factory,
    provider,
    scale,
    open: async (options = {}) => keep(await openSession(provider, withPolicy(subject, options))),
    openRaw: async request => keep(await provider.openSession(rawRequest(subject, request))),
    leftovers: async () => subject.leftovers?.() ?? [],
    async finish() {
      const closing = opened.map(session => session.close());
      await within(closeMs, Promise.all(closing), "every session to close");
    },
  };
}

function withPolicy({ policy }: ProviderUnderTest, options: OpenSessionOptions): OpenSessionOptions {
  return { ...options, policy: merge(policy, options.policy) };
}

function rawRequest(subject: ProviderUnderTest, request: Partial<SessionRequest> = {}): SessionRequest {
  return { tools: [], preload: [], ...request, policy: merge(subject.policy, request.policy) };
}

function merge(base: Policy = {}, more: Policy = {}): Policy {
  const limits = { ...base.limits, ...more.limits };
  return { ...base, ...more, ...(Object.keys(limits).length > 0 && { limits }) };
}
