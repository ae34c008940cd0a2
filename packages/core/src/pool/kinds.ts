import type { ProviderSession, SessionRequest } from "../contract/provider.ts";
import type { PoolSettings } from "./pool-options.ts";
import type { Shelf } from "./shelf.ts";

/** Requests that are remembered until they come a second time. */
const maxSeen = 256;

/** The kinds of request that a pool keeps sessions ready for. */
export interface Kinds<S extends ProviderSession> {
  /** Somebody asks for a kind: its shelf, from the second time on. */
  asked(key: string, request: SessionRequest): Shelf<S> | undefined;
  /** The shelf of a kind, from now on. */
  keep(key: string, request: SessionRequest): Shelf<S>;
  readonly ready: number;
  /** Forgets everything, and closes the shelves. */
  clear(): Promise<void>;
}

interface Kind<S extends ProviderSession> {
  readonly shelf: Shelf<S>;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** Makes an empty memory of kinds. */
export function createKinds<S extends ProviderSession>(
  { maxKinds, maxIdleMs }: Pick<PoolSettings, "maxKinds" | "maxIdleMs">,
  createShelf: (request: SessionRequest) => Shelf<S>,
): Kinds<S> {
  /** The one that was asked for longest ago is the first. */
  const kinds = new Map<string, Kind<S>>();
  const seen = new Set<string>();
  const closings = new Set<Promise<void>>();

  function drop(key: string): void {
    const kind = kinds.get(key);
    kinds.delete(key);
    clearTimeout(kind?.timer);
    const closing = kind?.shelf.close() ?? Promise.resolve();
    closings.add(closing);
    void closing.then(() => closings.delete(closing));
  }

  function touch(key: string, kind: Kind<S>): Shelf<S> {
    clearTimeout(kind.timer);
    if (maxIdleMs !== undefined && maxIdleMs < 2 ** 31) kind.timer = setTimeout(() => drop(key), maxIdleMs);
    kinds.delete(key);
    kinds.set(key, kind);
    return kind.shelf;
  }

  function keep(key: string, request: SessionRequest): Shelf<S> {
    const shelf = touch(key, kinds.get(key) ?? { shelf: createShelf(request), timer: undefined });
    for (const [oldest] of kinds) if (kinds.size > maxKinds) drop(oldest);
    return shelf;
  }

  return {
    asked(key, request) {
      if (kinds.has(key) || seen.has(key)) return keep(key, request);
      seen.add(key);
      for (const oldest of seen) if (seen.size > maxSeen) seen.delete(oldest);
      return undefined;
    },
    keep,
    get ready() {
      return [...kinds.values()].reduce((sum, { shelf }) => sum + shelf.ready, 0);
    },
    async clear() {
      seen.clear();
      for (const key of [...kinds.keys()]) drop(key);
      await Promise.all(closings);
    },
  };
}
