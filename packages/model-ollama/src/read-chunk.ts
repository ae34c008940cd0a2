import { type FailedRequest, finalFailure } from "./failed-request.ts";

/** One line of a streamed reply, checked. */
export interface Chunk {
  readonly text: string;
  readonly thinking: string;
  readonly calls: readonly { readonly name: string; readonly inputText: string }[];
  readonly isDone: boolean;
  readonly doneReason: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/**
 * Checks a line of the server, which is not trusted.
 * @throws FailedRequest `MODEL_RESPONSE_INVALID`
 */
export function readChunk(line: unknown): Chunk {
  const chunk = objectOf(line, "a chunk");
  const message = objectOf(chunk.message ?? {}, "message");
  return {
    text: textOf(message.content, "message.content"),
    thinking: textOf(message.thinking, "message.thinking"),
    calls: listOf(message.tool_calls, "message.tool_calls").map(readCall),
    isDone: chunk.done === true,
    doneReason: textOf(chunk.done_reason, "done_reason"),
    inputTokens: countOf(chunk.prompt_eval_count),
    outputTokens: countOf(chunk.eval_count),
  };
}

function readCall(value: unknown): Chunk["calls"][number] {
  const call = objectOf(objectOf(value, "a tool call").function, "the function of a tool call");
  const name = textOf(call.name, "the name of a tool call");
  if (name === "") throw wrong("the name of a tool call", "a text", call.name);
  return { name, inputText: JSON.stringify(objectOf(call.arguments ?? {}, "the arguments of a tool call")) };
}

function objectOf(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Readonly<Record<string, unknown>>;
  }
  throw wrong(what, "an object", value);
}

function textOf(value: unknown, what: string): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return value;
  throw wrong(what, "a text", value);
}

function listOf(value: unknown, what: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  throw wrong(what, "a list", value);
}

/** A count that makes no sense is no reason to lose the reply. */
function countOf(value: unknown): number {
  return Number.isSafeInteger(value) && Number(value) > 0 ? Number(value) : 0;
}

function wrong(what: string, expected: string, value: unknown): FailedRequest {
  const got = (JSON.stringify(value) ?? String(value)).slice(0, 100);
  return finalFailure(
    "MODEL_RESPONSE_INVALID",
    `Expected ${what} of Ollama's reply to be ${expected}, got ${got}. Check the versions of the server and of any proxy.`,
  );
}
