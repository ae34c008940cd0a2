import type { CodeExecutionProvider, ProviderSession, SessionRequest } from "../contract/provider.ts";
import { CodeAgentError } from "../errors/code-agent-error.ts";
import { createAheadOpener } from "./ahead-opener.ts";
import type { Gate } from "./gate.ts";
import { isHealthy } from "./is-healthy.ts";
import type { PoolSettings } from "./pool-options.ts";
import { restingSessions } from "./resting-sessions.ts";

/** Sessions that are ready for one kind of request. */
export interface Shelf<S extends ProviderSession> {
  readonly ready: number;
  /** A ready one, or one whose opening has begun; nothing when there is neither, or that opening fails. */
  take(): Promise<S | undefined>;
  /** Gives back what was taken and not used. */
  putBack(session: S): void;
  /** Opens what is missing, in the background. */
  fill(): void;
  /** When nothing is missing. Rejects with the error of the next opening that fails. */
  filled(): Promise<void>;
  /** Ends what is ready and what is being opened. */
  close(): Promise<void>;
}

/** What a shelf is made of. */
export interface ShelfParts<S extends ProviderSession> {
  readonly provider: CodeExecutionProvider<S>;
  readonly request: SessionRequest;
  readonly settings: PoolSettings;
  readonly gate: Gate;
}

/** Makes a shelf; nothing is opened yet. */
export function createShelf<S extends ProviderSession>(parts: ShelfParts<S>): Shelf<S> {
  const { request, settings } = parts;
  const resting = restingSessions<S>(settings, () => opener.fill());
  /** Those who wait for an opening that has begun. */
  const claims: ((session: S | undefined) => void)[] = [];
  const watchers: PromiseWithResolvers<void>[] = [];
  let isClosed = false;

  function putBack(session: S): void {
    const claim = isClosed ? undefined : claims.shift();
    if (claim) claim(session);
    // One that was given back may have been replaced meanwhile.
    else if (isClosed || resting.count >= settings.size) resting.discard(session);
    else resting.add(session);
    if (resting.count >= settings.size) for (const watcher of watchers.splice(0)) watcher.resolve();
  }

  function giveUp(error: unknown): void {
    for (const claim of claims.splice(0)) claim(undefined);
    for (const watcher of watchers.splice(0)) watcher.reject(error);
    if (!isClosed) settings.onError(error);
  }

  const missing = () => settings.size - resting.count + claims.length;
  const opener = createAheadOpener({ ...parts, missing, onOpen: putBack, onFail: giveUp });
  return {
    get ready() {
      return resting.count;
    },
    async take() {
      // Not more than there are now: in a place where none stays well, looking on would never end.
      for (let count = resting.count; count > 0; count--) {
        const found = resting.next();
        if (!found) break;
        opener.fill();
        const isFresh = found.restedMs < settings.checkAfterMs;
        if (isFresh || (await isHealthy(found.session, request.policy, settings.checkTimeMs))) {
          return found.session;
        }
        resting.discard(found.session);
      }
      if (opener.begun <= claims.length) return undefined;
      const claimed = new Promise<S | undefined>(resolve => claims.push(resolve));
      opener.fill();
      return claimed;
    },
    putBack,
    fill: opener.fill,
    filled() {
      if (resting.count >= settings.size) return Promise.resolve();
      const watcher = Promise.withResolvers<void>();
      watchers.push(watcher);
      return watcher.promise;
    },
    async close() {
      isClosed = true;
      giveUp(closed());
      await opener.close();
      await resting.close();
    },
  };
}

function closed(): CodeAgentError {
  return new CodeAgentError("ABORTED", "Expected a pool that goes on, but it was drained or closed.");
}
