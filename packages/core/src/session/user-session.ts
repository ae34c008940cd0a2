import type { Broker } from "../broker/broker.ts";
import { createBroker } from "../broker/create-broker.ts";
import type { Cell } from "../contract/cell.ts";
import type { ExecutionLimits } from "../contract/limits.ts";
import type { ProviderSession } from "../contract/provider.ts";
import { CodeAgentError } from "../errors/code-agent-error.ts";
import { checkForkOptions, checkRunOptions } from "./check-session-options.ts";
import { cleanError } from "./clean-error.ts";
import { redactFacets } from "./redact-facets.ts";
import { redactTransfer, transferOf } from "./redact-transfer.ts";
import { createRedactor, type Redactor } from "./redactor.ts";
import type { BaseSession, CellLimits, Execution, ForkMember, Session } from "./session.ts";
import { startExecution } from "./start-execution.ts";

/** What a user's session is made of. */
export interface UserSessionParts<S extends ProviderSession> {
  readonly session: S;
  readonly provider: string;
  readonly broker: Broker;
  readonly limits: ExecutionLimits;
  readonly secrets: Readonly<Record<string, string>> | undefined;
}

/** The user's face of a provider's session: one execution at a time, nothing after closing. */
export function userSession<S extends ProviderSession>(parts: UserSessionParts<S>): Session<S> {
  const { session, provider, broker, limits } = parts;
  const redactor = createRedactor(parts.secrets);
  let running: Execution | undefined;
  let closed: Promise<void> | undefined;
  let count = 0;

  function checkReady(cell: Cell): void {
    if (closed) throw sessionClosed(session.id);
    if (running) throw sessionBusy(session.id);
    checkCell(cell, session);
  }

  const base: BaseSession = {
    id: session.id,
    provider,
    capabilities: session.capabilities,
    report: session.report,
    run(input, options = {}) {
      const cell = typeof input === "string" ? { code: input } : input;
      checkReady(cell);
      checkRunOptions(options);
      const execution = startExecution({
        id: `${session.id}:${++count}`,
        session,
        cell,
        broker,
        redactor,
        limits: { ...limits, ...withoutUndefined(options.limits) },
        signal: options.signal,
        onEnd() {
          running = undefined;
        },
      });
      running = execution;
      return execution;
    },
    close() {
      running?.abort("The session is closing.");
      closed ??= session.close();
      return closed;
    },
    [Symbol.asyncDispose]: () => base.close(),
  };
  const cleaned = redactor && {
    ...redactFacets(session, redactor),
    ...redactTransfer(session, redactor, parts.secrets ?? {}),
  };
  return { ...facetsOf(session), ...forkOf(parts, redactor), ...cleaned, ...base } as Session<S>;
}

function forkOf<S extends ProviderSession>(
  parts: UserSessionParts<S>,
  redactor: Redactor | undefined,
): Partial<ForkMember<S>> {
  const fork = parts.session.fork?.bind(parts.session);
  if (!fork) return {};
  return {
    async fork(options = {}) {
      checkForkOptions(options);
      const { tools, broker: given, checkpoint, signal } = options;
      const own = given ?? (tools && createBroker({ tools }));
      const forked = await fork({
        ...(own && { tools: own.signatures("code") }),
        ...(checkpoint !== undefined && { checkpoint }),
        ...(signal && { signal }),
      }).catch((error: unknown) => {
        throw redactor ? cleanError(error, redactor) : error;
      });
      return userSession({ ...parts, session: forked as S, broker: own ?? parts.broker });
    },
  };
}

function facetsOf(session: ProviderSession): Partial<ProviderSession> {
  const { files, shell, checkpoints, variables } = session;
  return {
    ...transferOf(session),
    ...(files && { files }),
    ...(shell && { shell }),
    ...(checkpoints && { checkpoints }),
    ...(variables && { variables }),
  };
}

function checkCell({ code, language }: Cell, { capabilities }: ProviderSession): void {
  if (typeof code !== "string") {
    throw new CodeAgentError("OPTION_INVALID", `Expected a cell's code as a string, got ${typeof code}.`);
  }
  if (language === undefined || capabilities.languages.includes(language)) return;
  throw new CodeAgentError(
    "LANGUAGE_UNSUPPORTED",
    `Expected one of ${capabilities.languages.join(", ")}, got "${language}". Use a language of this session.`,
  );
}

function sessionClosed(sessionId: string): CodeAgentError {
  return new CodeAgentError(
    "SESSION_CLOSED",
    "Expected an open session, but this one is closed. Open a new one.",
    {
      details: { sessionId },
    },
  );
}

function sessionBusy(sessionId: string): CodeAgentError {
  return new CodeAgentError(
    "SESSION_BUSY",
    "Expected a session without a running cell, but one runs. Await its result, or abort it.",
    { details: { sessionId } },
  );
}

// A limit that is there and undefined would hide the session's.
function withoutUndefined(limits: CellLimits = {}): CellLimits {
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
}
