import type { ProviderSession } from "../contract/provider.ts";
import type { PoolSettings } from "./pool-options.ts";

/** Sessions that wait to be taken. */
export interface RestingSessions<S> {
  readonly count: number;
  add(session: S): void;
  /** Takes out the one that rested longest, with how long that was. */
  next(): { readonly session: S; readonly restedMs: number } | undefined;
  /** Ends a session that nobody is to have. */
  discard(session: S): void;
  /** Ends all of them, and waits until they have ended. */
  close(): Promise<void>;
}

interface Entry<S> {
  readonly session: S;
  readonly sinceMs: number;
  readonly timer: ReturnType<typeof setTimeout> | undefined;
}

const maxTimerMs = 2 ** 31 - 1;

/** Makes an empty place to rest. One that becomes too old is ended, and `onExpired` is called for its replacement. */
export function restingSessions<S extends ProviderSession>(
  { maxAgeMs, onError }: Pick<PoolSettings, "maxAgeMs" | "onError">,
  onExpired: () => void,
): RestingSessions<S> {
  let entries: readonly Entry<S>[] = [];
  const endings = new Set<Promise<void>>();

  function discard(session: S): void {
    const ending = session.close().catch(onError);
    endings.add(ending);
    void ending.then(() => endings.delete(ending));
  }

  function expire(session: S): void {
    entries = entries.filter(entry => entry.session !== session);
    discard(session);
    onExpired();
  }

  return {
    get count() {
      return entries.length;
    },
    add(session) {
      // A longer delay than a timer can hold would fire at once.
      const timer = maxAgeMs < maxTimerMs ? setTimeout(() => expire(session), maxAgeMs) : undefined;
      entries = [...entries, { session, sinceMs: Date.now(), timer }];
    },
    next() {
      const [first, ...rest] = entries;
      if (!first) return undefined;
      entries = rest;
      clearTimeout(first.timer);
      return { session: first.session, restedMs: Date.now() - first.sinceMs };
    },
    discard,
    async close() {
      for (const { session, timer } of entries) {
        clearTimeout(timer);
        discard(session);
      }
      entries = [];
      await Promise.all(endings);
    },
  };
}
