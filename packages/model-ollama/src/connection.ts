import type { OllamaServerOptions } from "./options.ts";

/** Checked server options with their defaults, and the signal of one request. */
export interface Connection {
  readonly host: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: typeof fetch;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** A connection that ends when the block is left, so that no request outlives it. */
export function linkedConnection(
  options: OllamaServerOptions,
  outer: AbortSignal | undefined,
): Connection & Disposable {
  const controller = new AbortController();
  const abort = () => controller.abort(outer?.reason);
  if (outer?.aborted) abort();
  outer?.addEventListener("abort", abort, { once: true });
  return {
    host: options.host ?? "http://127.0.0.1:11434",
    headers: options.headers ?? {},
    fetch: options.fetch ?? fetch,
    timeoutMs: options.timeoutMs ?? 300_000,
    signal: controller.signal,
    [Symbol.dispose]() {
      outer?.removeEventListener("abort", abort);
      controller.abort();
    },
  };
}
