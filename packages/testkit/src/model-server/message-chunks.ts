import { frame } from "./completion-json.ts";
import type { ResolvedCall, ResolvedMessage } from "./resolved-message.ts";

type Chunk = Readonly<Record<string, unknown>>;

/** The chunks of a streamed reply, in the order in which OpenAI's API sends them. */
export function* messageChunks(message: ResolvedMessage, includeUsage: boolean): Generator<Chunk> {
  const base = { ...frame(message.model, "chat.completion.chunk"), ...(includeUsage && { usage: null }) };
  const chunk = (delta: Chunk, finishReason: string | null = null): Chunk => ({
    ...base,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
  });
  for (const delta of deltas(message)) yield chunk(delta);
  if (message.script.streamError) yield { error: message.script.streamError };
  if (message.script.endsEarly || message.script.streamError) return;
  yield chunk({}, message.finishReason);
  if (includeUsage && message.usage) yield { ...base, choices: [], usage: message.usage };
}

function* deltas({ script, calls }: ResolvedMessage): Generator<Chunk> {
  const size = script.chunkSize ?? 8;
  yield { role: "assistant", content: "" };
  for (const text of pieces(script.reasoning ?? "", size)) yield { reasoning_content: text };
  if (script.extra) yield script.extra;
  for (const text of pieces(script.text ?? "", size)) yield { content: text };
  for (const text of pieces(script.refusal ?? "", size)) yield { refusal: text };
  yield* script.interleave === false ? inSequence(calls, size) : inTurns(calls, size);
}

function* inSequence(calls: readonly ResolvedCall[], size: number): Generator<Chunk> {
  for (const [index, call] of calls.entries()) {
    yield start(call, index);
    for (const text of pieces(call.argumentsText, size)) yield more(text, index);
  }
}

function* inTurns(calls: readonly ResolvedCall[], size: number): Generator<Chunk> {
  for (const [index, call] of calls.entries()) yield start(call, index);
  const rest = calls.map(call => pieces(call.argumentsText, size));
  for (let turn = 0; rest.some(texts => turn < texts.length); turn++) {
    for (const [index, texts] of rest.entries()) {
      const text = texts[turn];
      if (text !== undefined) yield more(text, index);
    }
  }
}

function start(call: ResolvedCall, index: number): Chunk {
  return { tool_calls: [{ index, ...call.head, function: { name: call.name, arguments: "" } }] };
}

function more(text: string, index: number): Chunk {
  return { tool_calls: [{ index, function: { arguments: text } }] };
}

function pieces(text: string, size: number): readonly string[] {
  const characters = [...text];
  const count = Math.ceil(characters.length / size);
  return Array.from({ length: count }, (_, piece) =>
    characters.slice(piece * size, (piece + 1) * size).join(""),
  );
}
