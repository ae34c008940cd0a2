import type { CodeExecutionProvider, ProviderSession, SessionReport } from "@tinycodeagent/core";

/** A provider whose running cell can be stopped from outside. */
export interface WatchedProvider {
  readonly provider: CodeExecutionProvider;
  /** Aborts the cell that runs, and nothing else. False when none runs, or it was aborted already. */
  interruptCell(): boolean;
}

/** Wraps a provider; `onOpen` hears what each session says about itself. */
export function watchProvider(
  inner: CodeExecutionProvider,
  onOpen: (report: SessionReport) => void,
): WatchedProvider {
  let running: AbortController | undefined;
  return {
    interruptCell() {
      if (!running || running.signal.aborted) return false;
      running.abort("The user stopped the cell.");
      return true;
    },
    provider: {
      ...inner,
      probe: options => inner.probe(options),
      async openSession(request) {
        const session = await inner.openSession(request);
        onOpen(session.report);
        return interruptible(session, controller => {
          running = controller;
        });
      },
    },
  };
}

function interruptible(
  session: ProviderSession,
  setRunning: (controller: AbortController | undefined) => void,
): ProviderSession {
  return {
    ...session,
    close: () => session.close(),
    async *execute(cell, context) {
      const controller = new AbortController();
      const onAbort = () => controller.abort(context.signal.reason);
      if (context.signal.aborted) onAbort();
      context.signal.addEventListener("abort", onAbort, { once: true });
      setRunning(controller);
      try {
        yield* session.execute(cell, { ...context, signal: controller.signal });
      } finally {
        setRunning(undefined);
        context.signal.removeEventListener("abort", onAbort);
      }
    },
  };
}
