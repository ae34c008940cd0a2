import type { Connection } from "./connection.ts";
import { passingFailure } from "./failed-request.ts";

/**
 * The outcome of one wait for the server, or a rejection when the signal is aborted or the server stays silent,
 * whichever is first: also for a `fetch` that heeds no signal. Leaves neither timer nor listener behind.
 */
export async function watch<T>(waiting: Promise<T>, connection: Connection): Promise<T> {
  const { signal, timeoutMs, host } = connection;
  let stop = () => {};
  const ended = new Promise<never>((_, reject) => {
    const abort = () => reject(signal.reason);
    const silence = () =>
      reject(
        passingFailure(
          "MODEL_UNREACHABLE",
          `Expected a sign of life of Ollama at ${host} within ${timeoutMs} ms, got none. See its log, or raise \`timeoutMs\`.`,
        ),
      );
    const timer = setTimeout(silence, timeoutMs);
    signal.addEventListener("abort", abort, { once: true });
    stop = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
    };
    if (signal.aborted) abort();
  });
  try {
    return await Promise.race([waiting, ended]);
  } finally {
    stop();
  }
}
