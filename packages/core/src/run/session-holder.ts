import type { Broker } from "../broker/broker.ts";
import { raceAbort } from "../broker/race-abort.ts";
import type { CodeExecutionProvider, SessionRequest } from "../contract/provider.ts";
import { openSession } from "../session/open-session.ts";
import type { OpenSessionOptions, Session } from "../session/session.ts";
import { sessionRequest } from "../session/session-request.ts";

/** An open session, and the broker that answers its calls. */
export interface HeldSession {
  readonly session: Session;
  /** Made anew with each session: call ids are unique in a session only. */
  readonly broker: Broker;
  /** Names what the session runs in: its checkpoints are there, and those of its forks. */
  readonly sandbox: string;
  /** What the next one to use the interpreter has to wait for. Never rejects. */
  quiet: Promise<void>;
}

/** Keeps one session over the runs of an agent. */
export interface SessionHolder {
  /** The open session; the first call, and the first after a loss, opens one. */
  hold(signal: AbortSignal): Promise<HeldSession>;
  /** What sessions are opened with. */
  request(): SessionRequest;
  /** The open session, if there is one. */
  present(): HeldSession | undefined;
  /** Takes a fork of another session for its own. */
  adopt(
    sandbox: string,
    signal: AbortSignal,
    fork: (broker: Broker) => Promise<Session>,
  ): Promise<HeldSession>;
  /** Whether the session before the present one was lost, asked once. */
  takeLoss(): boolean;
  /** Gives a session up that does not answer any more. */
  lose(): Promise<void>;
  close(): Promise<void>;
}

/** What a holder opens sessions with. */
export interface SessionHolderOptions {
  readonly provider: CodeExecutionProvider;
  readonly open: Omit<OpenSessionOptions, "broker" | "tools" | "signal">;
  readonly createBroker: () => Broker;
}

/** Makes a holder; nothing is opened yet. */
export function createSessionHolder({ provider, open, createBroker }: SessionHolderOptions): SessionHolder {
  let held: HeldSession | undefined;
  let wasLost = false;
  /** Sessions that opened after nobody waited for them any more. */
  const strays = new Set<Promise<void>>();

  function closeWhenOpen(opening: Promise<Session>): void {
    const closing = opening.then(session => session.close()).catch(() => {});
    strays.add(closing);
    void closing.then(() => strays.delete(closing));
  }

  async function take(
    sandbox: string,
    signal: AbortSignal,
    begin: (broker: Broker) => Promise<Session>,
  ): Promise<HeldSession> {
    const broker = createBroker();
    const opening = begin(broker);
    try {
      held = { session: await raceAbort(opening, signal), broker, sandbox, quiet: Promise.resolve() };
      return held;
    } catch (error) {
      closeWhenOpen(opening);
      throw error;
    }
  }

  return {
    async hold(signal) {
      if (!held)
        return take(crypto.randomUUID(), signal, broker =>
          openSession(provider, { ...open, broker, signal }),
        );
      await raceAbort(held.quiet, signal);
      return held;
    },
    request: () => sessionRequest({ ...open, broker: createBroker() }),
    present: () => held,
    adopt: take,
    takeLoss() {
      const lost = wasLost;
      wasLost = false;
      return lost;
    },
    async lose() {
      wasLost = true;
      const gone = held;
      held = undefined;
      // It is gone already: closing only removes what it may have left.
      await gone?.session.close().catch(() => {});
    },
    async close() {
      const last = held;
      held = undefined;
      await Promise.all([last?.session.close(), ...strays]);
    },
  };
}
