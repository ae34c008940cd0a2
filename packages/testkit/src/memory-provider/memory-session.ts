import {
  type Capabilities,
  type Cell,
  CodeAgentError,
  type EndEvent,
  type ExecutionContext,
  type ExecutionEvent,
  type Json,
  type ProviderSession,
} from "@tinycodeagent/core";
import type { MemoryInterpreter } from "./memory-cell.ts";
import { memoryVariables } from "./memory-variables.ts";
import { MemoryCrash, MemoryLoss, memoryCell } from "./play-cell.ts";

let sessionCount = 0;

/** A session whose interpreter is a function of this process. */
export function memorySession(interpret: MemoryInterpreter, capabilities: Capabilities): ProviderSession {
  const variables = new Map<string, Json | Uint8Array>();
  const id = `memory-${++sessionCount}`;
  let gone: CodeAgentError | undefined;
  let callCount = 0;
  const nextCallId = () => `call-${++callCount}`;

  function checkOpen(): void {
    if (gone) throw gone;
  }

  async function* execute(cell: Cell, context: ExecutionContext): AsyncGenerator<ExecutionEvent> {
    checkOpen();
    const events: ExecutionEvent[] = [];
    const playing = memoryCell({ cell, context, variables, nextCallId, emit: event => events.push(event) });
    const end = await Promise.race([play(interpret, playing, events), abortedEnd(context.signal)]);
    if (end === "lost") {
      gone = sessionError("SESSION_LOST", "the session's kernel is gone");
      throw gone;
    }
    if (end.state === "reset") variables.clear();
    yield* events;
    yield end;
  }

  return {
    id,
    capabilities,
    report: { unenforced: [], warnings: [], versions: { memory: "1" }, workdir: "/memory" },
    execute,
    async close() {
      gone ??= sessionError("SESSION_CLOSED", "it is closed");
    },
    ...(capabilities.facets.includes("variables") && { variables: memoryVariables(variables, checkOpen) }),
  };
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

function sessionError(code: "SESSION_LOST" | "SESSION_CLOSED", what: string): CodeAgentError {
  return new CodeAgentError(code, `Expected an open session, but ${what}. Open a new one.`);
}
