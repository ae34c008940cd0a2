import type { CodeExecutionProvider, ProviderSession, SessionRequest } from "../contract/provider.ts";

/** Options of {@link pooled}. */
export interface PoolOptions {
  /** Sessions kept ready for each kind of request. Default 2. */
  readonly size?: number;
  /** Kinds of request at most; the one that was asked for longest ago gives way. Default 4. */
  readonly maxKinds?: number;
  /** Milliseconds until a session that nobody took is replaced. Default 15 minutes. */
  readonly maxAgeMs?: number;
  /** Milliseconds without a request of its kind until nothing is kept ready for it. Default: none. */
  readonly maxIdleMs?: number;
  /** Milliseconds of rest after which a session is handed out only if it still runs a cell. Default 5,000. */
  readonly checkAfterMs?: number;
  /** Milliseconds that such a check may take. Default 2,000. */
  readonly checkTimeMs?: number;
  /** Sessions opened at once, those that somebody waits for among them, and first. Default 2. */
  readonly maxOpenings?: number;
  /**
   * Hears why a session could not be opened ahead, or not be closed. Whoever asks for one gets the error of opening it.
   * What it throws changes nothing.
   */
  readonly onError?: (error: unknown) => void;
}

/**
 * A provider that has sessions ready. Each is handed out once, to a request that is equal in policy, tools and preloaded
 * modules, and belongs to whoever took it: closing the pool ends only those that nobody took.
 */
export interface PooledProvider<S extends ProviderSession = ProviderSession>
  extends CodeExecutionProvider<S>,
    AsyncDisposable {
  /** Sessions that could be handed out now. */
  readonly ready: number;
  /**
   * Keeps sessions ready for a request, from now on; resolves when they are. A signal ends the waiting. Without being told
   * so, a pool begins with the second request of a kind.
   * @throws CodeAgentError what opening one throws; `OPTION_INVALID` for a copied workspace; `PROVIDER_UNAVAILABLE` once closed
   */
  warm(request: SessionRequest): Promise<void>;
  /** Ends what nobody took, and forgets what was asked for. */
  drain(): Promise<void>;
  /** The same for good: later requests are `PROVIDER_UNAVAILABLE`. Idempotent. */
  close(): Promise<void>;
}

/** Options with their defaults. */
export type PoolSettings = Required<Omit<PoolOptions, "maxIdleMs">> & Pick<PoolOptions, "maxIdleMs">;
