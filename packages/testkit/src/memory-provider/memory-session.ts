import {
  type Cell,
  CodeAgentError,
  type EndEvent,
  type ExecutionContext,
  type ExecutionEvent,
  type ForkRequest,
  type ProviderSession,
} from "@tinycodeagent/core";
import type { MemoryInterpreter } from "./memory-cell.ts";
import { memoryCheckpoints } from "./memory-checkpoints.ts";
import { checkNotAborted, type MemorySandbox, sessionError } from "./memory-sandbox.ts";
import { copyState, emptyState, type MemoryState, replaceState } from "./memory-state.ts";
import { memoryVariables } from "./memory-variables.ts";
import { MemoryCrash, MemoryLoss, memoryCell } from "./play-cell.ts";

let sessionCount = 0;

/** A session whose interpreter is a function of this process. */
export function memorySession(sandbox: MemorySandbox, state: MemoryState = emptyState()): ProviderSession {
  const { interpret, capabilities, kept } = sandbox;
  const id = `memory-${++sessionCount}`;
  let isClosed = false;
  /** Makes the state as it was before the running cell. */
  let beforeCell: (() => MemoryState) | undefined;
  let callCount = 0;
  const nextCallId = () => `${id}/call-${++callCount}`;

  function checkOpen(): void {
    if (isClosed) throw sessionError("SESSION_CLOSED", "it is closed");
    if (sandbox.isLost) throw sessionError("SESSION_LOST", "the session's kernel is gone");
  }

  function checkIdle(): void {
    if (!beforeCell) return;
    throw new CodeAgentError("SESSION_BUSY", "Expected a session without a running cell, but one runs.");
  }

  async function* execute(cell: Cell, context: ExecutionContext): AsyncGenerator<ExecutionEvent> {
    checkOpen();
    checkIdle();
    beforeCell = keepBefore(state);
    const events: ExecutionEvent[] = [];
    const playing = memoryCell({ cell, context, state, nextCallId, emit: event => events.push(event) });
    const end = await Promise.race([play(interpret, playing, events), abortedEnd(context.signal)]);
    beforeCell = undefined;
    if (end === "lost") sandbox.isLost = true;
    checkOpen();
    if (end === "lost") return;
    if (end.state === "reset") replaceState(state, emptyState());
    yield* events;
    yield end;
  }

  async function fork({ checkpoint, signal }: ForkRequest = {}): Promise<ProviderSession> {
    checkOpen();
    checkNotAborted(signal, "fork a session");
    const from = checkpoint === undefined ? (beforeCell?.() ?? state) : kept.stateOf(checkpoint);
    return memorySession(sandbox, copyState(from));
  }

  const has = (facet: "variables" | "checkpoints" | "fork") => capabilities.facets.includes(facet);
  const session: ProviderSession = {
    id,
    capabilities,
    report: { unenforced: [], warnings: [], versions: { memory: "1" }, workdir: "/memory" },
    execute,
    async close() {
      isClosed = true;
    },
    ...(has("variables") && { variables: memoryVariables(state.variables, checkOpen) }),
    ...(has("checkpoints") && { checkpoints: memoryCheckpoints({ state, kept, checkOpen, checkIdle }) }),
    ...(has("fork") && { fork }),
  };
  sandbox.onSession(session);
  return session;
}

// A state that cannot be copied says so when somebody wants it, not to the cell that runs.
function keepBefore(state: MemoryState): () => MemoryState {
  if (state.hasThreads) return () => copyState({ ...state, hasThreads: true });
  const copy = copyState(state);
  return () => copy;
}

async function play(
  interpret: MemoryInterpreter,
  cell: ReturnType<typeof memoryCell>,
  events: ExecutionEvent[],
): Promise<EndEvent | "lost"> {
  try {
    const value = await interpret(cell);
    if (value !== undefined) events.push({ type: "result", value, repr: JSON.stringify(value) });
    return endOf("completed", "kept");
  } catch (error) {
    if (error instanceof MemoryLoss) return "lost";
    if (error instanceof MemoryCrash) return endOf("crashed", "reset");
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    events.push({ type: "exception", name, message, traceback: `${name}: ${message}` });
    return endOf("exception", "kept");
  }
}

function abortedEnd(signal: AbortSignal): Promise<EndEvent> {
  return new Promise(resolve => {
    const finish = () => resolve(endOf("aborted", "kept"));
    if (signal.aborted) finish();
    signal.addEventListener("abort", finish, { once: true });
  });
}

function endOf(reason: EndEvent["reason"], state: EndEvent["state"]): EndEvent {
  return { type: "end", reason, state, protected: false };
}
