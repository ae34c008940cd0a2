import {
  type AssistantPart,
  type FinishReason,
  type ModelEvent,
  noUsage,
  type ToolCallPart,
} from "@tinycodeagent/core";
import { type Chunk, readChunk } from "./read-chunk.ts";
import { endedEarly } from "./refusals.ts";

/** The events of one streamed reply; `finish` once, last. */
export async function* readReply(lines: AsyncIterable<unknown>): AsyncGenerator<ModelEvent> {
  const parts: AssistantPart[] = [];
  for await (const line of lines) {
    const chunk = readChunk(line);
    if (chunk.thinking) yield append(parts, "reasoning", chunk.thinking);
    if (chunk.text) yield append(parts, "text", chunk.text);
    for (const call of chunk.calls) yield* addCall(parts, call);
    if (chunk.isDone) {
      yield finish(parts, chunk);
      return;
    }
  }
  throw endedEarly();
}

function append(parts: AssistantPart[], type: "text" | "reasoning", text: string): ModelEvent {
  const last = parts.at(-1);
  if (last?.type === type) parts[parts.length - 1] = { type, text: last.text + text };
  else parts.push({ type, text });
  return { type, text };
}

/** Ollama gives no ids that could be relied on: each call gets one that no other has, in this history or any. */
function* addCall(parts: AssistantPart[], call: Chunk["calls"][number]): Generator<ModelEvent> {
  const part: ToolCallPart = { type: "tool_call", id: `call_${crypto.randomUUID()}`, ...call };
  parts.push(part);
  yield { type: "tool_call_start", id: part.id, name: part.name };
  yield { type: "tool_call_delta", id: part.id, inputText: part.inputText };
}

function finish(parts: readonly AssistantPart[], last: Chunk): ModelEvent {
  return {
    type: "finish",
    message: { role: "assistant", content: parts },
    usage: { ...noUsage, inputTokens: last.inputTokens, outputTokens: last.outputTokens, requests: 1 },
    finishReason: finishReason(parts, last.doneReason),
  };
}

function finishReason(parts: readonly AssistantPart[], doneReason: string): FinishReason {
  if (doneReason === "length") return "length";
  if (parts.some(part => part.type === "tool_call")) return "tool_calls";
  return doneReason === "stop" || doneReason === "" ? "stop" : "other";
}
