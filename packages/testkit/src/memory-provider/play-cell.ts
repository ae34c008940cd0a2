import type { Cell, ExecutionContext, ExecutionEvent, Json } from "@tinycodeagent/core";
import type { MemoryCell } from "./memory-cell.ts";
import type { MemoryState } from "./memory-state.ts";

/** Thrown by `loseSession`. */
export class MemoryLoss extends Error {}

/** Thrown by `crash`. */
export class MemoryCrash extends Error {}

/** What a cell is played with. */
export interface CellParts {
  readonly cell: Cell;
  readonly context: ExecutionContext;
  readonly state: MemoryState;
  readonly nextCallId: () => string;
  readonly emit: (event: ExecutionEvent) => void;
}

/** A cell in the hands of its interpreter. */
export function memoryCell({ cell, context, state, nextCallId, emit }: CellParts): MemoryCell {
  let last: { readonly id: string; readonly name: string; readonly input: Json } | undefined;

  async function send(call: NonNullable<typeof last>): Promise<Json> {
    const reply = await context.callTool({ ...call, signal: context.signal });
    if (reply.ok) return reply.value;
    throw new Error(`${reply.error.kind}: ${reply.error.message}`);
  }

  return {
    code: cell.code,
    variables: state.variables,
    signal: context.signal,
    print: text => emit({ type: "stdout", text: `${text}\n` }),
    printError: text => emit({ type: "stderr", text: `${text}\n` }),
    display: data => emit({ type: "display", data }),
    callTool(name, input) {
      last = { id: nextCallId(), name, input };
      return send(last);
    },
    repeatLastCall() {
      if (!last) throw new Error("Expected a call to repeat, but none was made.");
      return send(last);
    },
    setThreads(running) {
      state.hasThreads = running;
    },
    loseSession() {
      throw new MemoryLoss("lost");
    },
    crash() {
      throw new MemoryCrash("crashed");
    },
  };
}
