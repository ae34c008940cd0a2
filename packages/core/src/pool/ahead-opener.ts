import type { CodeExecutionProvider, ProviderSession, SessionRequest } from "../contract/provider.ts";
import { CodeAgentError } from "../errors/code-agent-error.ts";
import type { Gate } from "./gate.ts";

/** Opens sessions that nobody has asked for yet. */
export interface AheadOpener {
  /** Openings that are past the gate. */
  readonly begun: number;
  /** Begins openings until as many are under way as are missing. */
  fill(): void;
  /** Aborts what is under way, and waits for its end. */
  close(): Promise<void>;
}

/** What an opener is made of. */
export interface AheadOpenerParts<S extends ProviderSession> {
  readonly provider: CodeExecutionProvider<S>;
  readonly request: SessionRequest;
  readonly gate: Gate;
  /** How many sessions are missing, without those under way. */
  readonly missing: () => number;
  /** Takes what was opened; also after closing. */
  readonly onOpen: (session: S) => void;
  readonly onFail: (error: unknown) => void;
}

/** Makes an opener. After a failure it waits before it tries again, longer each time. */
export function createAheadOpener<S extends ProviderSession>(parts: AheadOpenerParts<S>): AheadOpener {
  const { provider, request, gate, missing, onOpen, onFail } = parts;
  const controller = new AbortController();
  const { signal } = controller;
  const underWay = new Set<Promise<void>>();
  let begun = 0;
  let failures = 0;
  let pause: ReturnType<typeof setTimeout> | undefined;

  async function open(): Promise<void> {
    using _ = await gate.enter("ahead", signal);
    // Much may have happened at the gate.
    if (pause || begun >= missing()) return;
    begun += 1;
    try {
      const session = await provider.openSession({ ...request, signal });
      failures = 0;
      onOpen(session);
    } finally {
      begun -= 1;
    }
  }

  function wait(): void {
    failures += 1;
    clearTimeout(pause);
    pause = setTimeout(() => {
      pause = undefined;
      fill();
    }, retryDelay(failures));
  }

  function fill(): void {
    while (!pause && !signal.aborted && underWay.size < missing()) {
      const opening = open().catch(error => {
        if (!signal.aborted) wait();
        onFail(error);
      });
      underWay.add(opening);
      void opening.then(() => {
        underWay.delete(opening);
        fill();
      });
    }
  }

  return {
    get begun() {
      return begun;
    },
    fill,
    async close() {
      clearTimeout(pause);
      controller.abort(new CodeAgentError("ABORTED", "The pool does not need this session any more."));
      await Promise.all(underWay);
    },
  };
}

/** Milliseconds until the next attempt: from one second, doubled with each failure, at most a minute, with jitter. */
function retryDelay(failures: number): number {
  const ceiling = Math.min(60_000, 1_000 * 2 ** (failures - 1));
  return Math.round(ceiling * (0.5 + Math.random() / 2));
}
