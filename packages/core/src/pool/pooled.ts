import { raceAbort } from "../broker/race-abort.ts";
import type { CodeExecutionProvider, ProviderSession, SessionRequest } from "../contract/provider.ts";
import { CodeAgentError, isCodeAgentError } from "../errors/code-agent-error.ts";
import { checkPoolOptions } from "./check-pool-options.ts";
import { createGate, type Gate } from "./gate.ts";
import { createKinds } from "./kinds.ts";
import type { PooledProvider, PoolOptions } from "./pool-options.ts";
import { requestKey } from "./request-key.ts";
import { createShelf, type Shelf } from "./shelf.ts";

/**
 * Makes a provider that has sessions ready, of one that opens them. Close it, or hold it with `await using`: what nobody
 * took is open until then.
 * @throws CodeAgentError `OPTION_INVALID`
 */
export function pooled<S extends ProviderSession>(
  provider: CodeExecutionProvider<S>,
  options: PoolOptions = {},
): PooledProvider<S> {
  const settings = checkPoolOptions(provider, options);
  const gate = createGate(settings.maxOpenings);
  const kinds = createKinds<S>(settings, request => createShelf({ provider, request, settings, gate }));
  let closing: Promise<void> | undefined;

  function close(): Promise<void> {
    closing ??= kinds.clear();
    return closing;
  }

  function checkOpen(): void {
    if (closing) throw poolClosed();
  }

  async function openSession(request: SessionRequest): Promise<S> {
    checkOpen();
    const key = await requestKey(request);
    checkOpen();
    const shelf = key === undefined ? undefined : kinds.asked(key, request);
    const taken = shelf && (await takeFrom(shelf, request.signal));
    if (taken) return taken;
    checkOpen();
    const opening = openNow(provider, request, gate);
    // Behind the opening that somebody waits for.
    shelf?.fill();
    return opening;
  }

  return {
    specVersion: provider.specVersion,
    name: provider.name,
    capabilities: provider.capabilities,
    probe: probing => provider.probe(probing),
    get ready() {
      return kinds.ready;
    },
    openSession: request =>
      openSession(request).catch(error => Promise.reject(asAborted(error, request.signal))),
    async warm(request) {
      checkOpen();
      const key = await requestKey(request);
      checkOpen();
      if (key === undefined) throw copied();
      const shelf = kinds.keep(key, request);
      shelf.fill();
      const filled = shelf.filled();
      await (request.signal ? raceAbort(filled, request.signal) : filled);
    },
    drain: () => kinds.clear(),
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function takeFrom<S extends ProviderSession>(
  shelf: Shelf<S>,
  signal: AbortSignal | undefined,
): Promise<S | undefined> {
  const taking = shelf.take();
  try {
    return await (signal ? raceAbort(taking, signal) : taking);
  } catch (error) {
    // It comes all the same: somebody else can have it.
    void taking.then(session => session && shelf.putBack(session));
    throw error;
  }
}

async function openNow<S extends ProviderSession>(
  provider: CodeExecutionProvider<S>,
  request: SessionRequest,
  gate: Gate,
): Promise<S> {
  using _ = await gate.enter("asked", request.signal);
  return await provider.openSession(request);
}

function asAborted(error: unknown, signal: AbortSignal | undefined): unknown {
  if (!signal?.aborted || isCodeAgentError(error)) return error;
  return new CodeAgentError("ABORTED", "Expected to open a session, but it was aborted.", { cause: error });
}

function poolClosed(): CodeAgentError {
  return new CodeAgentError(
    "PROVIDER_UNAVAILABLE",
    "Expected an open pool of sessions, but it was closed. Make a new one, or close it later.",
  );
}

function copied(): CodeAgentError {
  return new CodeAgentError(
    "OPTION_INVALID",
    'Expected a request whose sessions may be opened ahead, got a workspace of mode "copy": its files would be old. Bind it, or open such sessions when they are needed.',
    { details: { option: "workspace" } },
  );
}
