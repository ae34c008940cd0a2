/** Watches one attempt: the caller's signal, and the silence of the server. */
export interface Watchdog extends Disposable {
  /** Aborts when the caller does, and when the server was silent too long. */
  readonly signal: AbortSignal;
  readonly timedOut: boolean;
  /** From now on the server is waited for, until `rest`. */
  listen(): void;
  /** The server said something, or it is the reader's turn. */
  rest(): void;
}

/** Starts a watchdog, which rests at first. Disposing it leaves neither timer nor listener behind. */
export function startWatchdog(caller: AbortSignal, timeoutMs: number): Watchdog {
  const controller = new AbortController();
  let timedOut = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const abort = () => controller.abort(caller.reason);
  const expire = () => {
    timedOut = true;
    controller.abort();
  };
  if (caller.aborted) abort();
  caller.addEventListener("abort", abort, { once: true });
  return {
    signal: controller.signal,
    get timedOut() {
      return timedOut;
    },
    listen() {
      timer = setTimeout(expire, timeoutMs);
    },
    rest: () => clearTimeout(timer),
    [Symbol.dispose]() {
      clearTimeout(timer);
      caller.removeEventListener("abort", abort);
    },
  };
}
