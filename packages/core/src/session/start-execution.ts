import type { Broker } from "../broker/broker.ts";
import type { Cell } from "../contract/cell.ts";
import type { ExecutionEvent } from "../contract/events.ts";
import type { ExecutionLimits } from "../contract/limits.ts";
import type { ExecutionContext, ProviderSession } from "../contract/provider.ts";
import type { SessionToolCall } from "../contract/tool-call.ts";
import { CodeAgentError } from "../errors/code-agent-error.ts";
import { collectResult } from "./collect-result.ts";
import { type EventQueue, eventQueue } from "./event-queue.ts";
import type { ExecutionResult } from "./execution-result.ts";
import { guardedSteps } from "./guarded-steps.ts";
import type { Redactor } from "./redactor.ts";
import type { Execution } from "./session.ts";
import { timeLeft, withinTime } from "./time-left.ts";
import { type Watch, watchTime } from "./watch.ts";

/** What an execution is started with. */
export interface ExecutionRequest {
  readonly id: string;
  readonly session: ProviderSession;
  readonly cell: Cell;
  readonly broker: Broker;
  readonly limits: ExecutionLimits;
  readonly redactor: Redactor | undefined;
  readonly signal: AbortSignal | undefined;
  /** Called once, before anyone can see that the cell ended. */
  readonly onEnd: () => void;
}

/** Drives one cell: events to the reader, a result to whoever awaits it, tool calls to the broker. */
export function startExecution(request: ExecutionRequest): Execution {
  const controller = new AbortController();
  const queue = eventQueue();
  const abort = (reason?: string) =>
    controller.abort(new CodeAgentError("ABORTED", reason ?? "The cell was aborted."));
  const onAbort = () => controller.abort(request.signal?.reason);
  if (request.signal?.aborted) onAbort();
  request.signal?.addEventListener("abort", onAbort, { once: true });
  const result = drive(request, controller.signal, queue).finally(() => {
    request.signal?.removeEventListener("abort", onAbort);
  });
  // The reader may be the only one who looks.
  const settled = result.then(
    () => {},
    () => {},
  );
  // Whoever leaves may run the next cell at once.
  const leave = () => {
    abort("The reader left.");
    return settled;
  };
  return {
    id: request.id,
    result,
    abort,
    [Symbol.asyncIterator]: () => queue.read(leave),
  };
}

async function drive(
  request: ExecutionRequest,
  signal: AbortSignal,
  queue: EventQueue,
): Promise<ExecutionResult> {
  const startedMs = Date.now();
  const collector = collectResult();
  try {
    for await (const event of cleanEvents(request, signal)) {
      collector.add(event);
      if (event.type === "end") request.onEnd();
      await queue.push(event);
      if (event.type === "end") break;
    }
    const result = collector.result(Date.now() - startedMs);
    if (!result) throw lost(request, "it stopped reporting before the cell ended");
    queue.finish();
    return result;
  } catch (error) {
    request.onEnd();
    queue.finish(error);
    throw error;
  }
}

async function* cleanEvents(request: ExecutionRequest, signal: AbortSignal): AsyncGenerator<ExecutionEvent> {
  const { redactor } = request;
  const clean = redactor?.events();
  using watch = watchTime(request.limits.timeMs, () =>
    steps.giveUp(lost(request, "it did not hold the cell's time limit")),
  );
  const events = request.session.execute(request.cell, contextOf(request, signal, watch));
  const iterator = events[Symbol.asyncIterator]();
  const steps = guardedSteps(iterator);
  try {
    while (true) {
      const next = await steps.next();
      if (next.done) return;
      if (clean) yield* clean(next.value);
      else yield next.value;
    }
  } finally {
    // A provider that does not answer any more is not waited for.
    iterator.return?.().catch(() => {});
  }
}

function contextOf(
  { broker, limits, redactor, session }: ExecutionRequest,
  signal: AbortSignal,
  watch: Watch,
): ExecutionContext {
  const startedMs = Date.now();
  return {
    signal,
    limits,
    callTool(call) {
      const leftMs = timeLeft(startedMs, limits, session.report);
      const signal = withinTime(call.signal, leftMs);
      return watch.pausedDuring(() =>
        broker.call({
          ...call,
          ...cleanCall(call, redactor),
          source: "code",
          signal,
          ...(leftMs !== undefined && { leftMs }),
        }),
      );
    },
  };
}

function cleanCall(
  { id, name, input }: SessionToolCall,
  redactor: Redactor | undefined,
): Partial<SessionToolCall> {
  return redactor ? { id: redactor.text(id), name: redactor.text(name), input: redactor.json(input) } : {};
}

function lost({ session }: ExecutionRequest, how: string): CodeAgentError {
  session.close().catch(() => {});
  return new CodeAgentError(
    "SESSION_LOST",
    `Expected the session to report how the cell ended, but ${how}. The session was closed; open a new one.`,
    { details: { sessionId: session.id } },
  );
}
