import type { Broker } from "../broker/broker.ts";
import { raceAbort } from "../broker/race-abort.ts";
import type { CodeExecutionProvider } from "../contract/provider.ts";
import { openSession } from "../session/open-session.ts";
import type { OpenSessionOptions, Session } from "../session/session.ts";

/** An open session, and the broker that answers its calls. */
export interface HeldSession {
  readonly session: Session;
  /** Made anew with each session: call ids are unique in a session only. */
  readonly broker: Broker;
}

/** Keeps one session over the runs of an agent. */
export interface SessionHolder {
  /** The open session; the first call, and the first after a loss, opens one. */
  hold(signal: AbortSignal): Promise<HeldSession>;
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

  return {
    async hold(signal) {
      if (held) return held;
      const broker = createBroker();
      const opening = openSession(provider, { ...open, broker, signal });
      try {
        held = { session: await raceAbort(opening, signal), broker };
        return held;
      } catch (error) {
        closeWhenOpen(opening);
        throw error;
      }
    },
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
