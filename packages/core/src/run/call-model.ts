import { raceAbort } from "../broker/race-abort.ts";
import { CodeAgentError } from "../errors/code-agent-error.ts";
import type { ModelInput } from "../hooks/hook.ts";
import { toolCallsOf } from "../messages/message.ts";
import type { ModelEvent, ModelRequest } from "../model/chat-model.ts";
import { addUsage } from "../model/usage.ts";
import { type CallIds, createCallIds } from "./call-ids.ts";
import { decideModel } from "./decide-model.ts";
import type { Run } from "./run.ts";
import { toAgentError } from "./to-agent-error.ts";

/** A whole reply. */
export type ModelReply = Omit<Extract<ModelEvent, { type: "finish" }>, "type">;

/**
 * Asks the deciders, calls the model and tells of its deltas. The usage is counted; the message is not in the history yet.
 * @throws CodeAgentError the model's own, `HOOK_DENIED`, `ABORTED`
 */
export async function callModel(
  run: Run,
  input: ModelInput,
  toolChoice: "auto" | "none",
): Promise<ModelReply> {
  const { model } = run.setup.options;
  const resolution = await decideModel(run, input);
  const reply =
    resolution.kind === "replace"
      ? resolution.reply
      : await streamReply(run, { ...resolution.input, toolChoice, signal: run.stop.signal });
  run.usage = addUsage(run.usage, reply.usage);
  await run.emit({
    type: "model_end",
    step: run.step,
    model: model.name,
    provider: model.provider,
    ...reply,
  });
  return reply;
}

async function streamReply(run: Run, request: ModelRequest): Promise<ModelReply> {
  const ids = createCallIds(run.messages.flatMap(toolCallsOf).map(call => call.id));
  const names = new Map<string, string>();
  const iterator = run.setup.options.model.stream(request)[Symbol.asyncIterator]();
  try {
    while (true) {
      const next = await raceAbort(iterator.next(), request.signal);
      if (next.done) throw unfinished();
      if (next.value.type === "finish") return settle(next.value, ids);
      await tellDelta(run, next.value, ids, names);
    }
  } catch (error) {
    throw toAgentError(error, "MODEL_FAILED");
  } finally {
    // A model that does not stop is not waited for.
    iterator.return?.().catch(() => {});
  }
}

async function tellDelta(
  run: Run,
  event: ModelEvent,
  ids: CallIds,
  names: Map<string, string>,
): Promise<void> {
  const { step } = run;
  if (event.type === "text" || event.type === "reasoning") {
    await run.emit({ type: event.type, step, text: event.text });
  } else if (event.type === "tool_call_start") {
    names.set(ids.start(event.id), event.name);
  } else if (event.type === "tool_call_delta") {
    const callId = ids.current(event.id);
    await run.emit({
      type: "tool_input",
      step,
      callId,
      name: names.get(callId) ?? "",
      text: event.inputText,
    });
  } else if (event.type === "retry") {
    ids.reset();
    const { attempt, delayMs, reason } = event;
    await run.emit({ type: "model_retry", step, attempt, delayMs, reason });
  }
}

function settle({ type: _, ...reply }: Extract<ModelEvent, { type: "finish" }>, ids: CallIds): ModelReply {
  if (reply.message?.role === "assistant" && Array.isArray(reply.message.content)) {
    return { ...reply, message: ids.settle(reply.message) };
  }
  throw new CodeAgentError(
    "MODEL_RESPONSE_INVALID",
    "Expected the model's finish event to hold an assistant message, but it holds none. Report it to the author of the model package.",
  );
}

function unfinished(): CodeAgentError {
  return new CodeAgentError(
    "MODEL_RESPONSE_INVALID",
    "Expected the model's reply to end with a finish event, but it ended without one. Run again, or report it to the author of the model package.",
  );
}
