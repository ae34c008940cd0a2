import type { Json, JsonObject } from "@tinycodeagent/core";
import { invalidReply, kindOf } from "./invalid-reply.ts";
import { isObject } from "./is-object.ts";

/** A piece of a tool call. */
export interface CallDelta {
  readonly index?: number;
  readonly id?: string;
  readonly name?: string;
  readonly argumentsText: string;
  /** The whole piece, for members that only the server understands. */
  readonly source: JsonObject;
}

/** A piece of a reply, checked. */
export interface ReplyDelta {
  readonly text: string;
  readonly refusal: string;
  readonly reasoning: string;
  /** The member that held the reasoning. */
  readonly reasoningField: "reasoning_content" | "reasoning";
  readonly reasoningDetails: readonly JsonObject[];
  readonly calls: readonly CallDelta[];
  readonly finishReason?: string;
  readonly usage?: JsonObject;
}

/**
 * Checks a streamed chunk, or a whole completion, which is a stream of one chunk.
 * @throws CodeAgentError `MODEL_RESPONSE_INVALID`
 */
export function parseChunk(chunk: unknown): ReplyDelta {
  if (!isObject(chunk)) throw invalidReply("JSON objects", kindOf(chunk));
  const choice = choiceOf(chunk);
  const delta = choice.delta ?? choice.message ?? {};
  if (!isObject(delta)) throw invalidReply("a message", kindOf(delta));
  const isWhole = choice.message !== undefined;
  const finishReason = choice.finish_reason ?? (isWhole ? "stop" : null);
  return {
    text: textOf(delta.content),
    refusal: textOf(delta.refusal),
    reasoning: textOf(delta.reasoning_content) || textOf(delta.reasoning),
    reasoningField: delta.reasoning_content ? "reasoning_content" : "reasoning",
    reasoningDetails: Array.isArray(delta.reasoning_details) ? delta.reasoning_details.filter(isObject) : [],
    calls: callsOf(delta.tool_calls, isWhole),
    ...(typeof finishReason === "string" && { finishReason }),
    ...(isObject(chunk.usage) && { usage: chunk.usage }),
  };
}

function choiceOf(chunk: JsonObject): JsonObject {
  const choices = chunk.choices ?? [];
  if (!Array.isArray(choices)) throw invalidReply("a list of choices", kindOf(choices));
  const [choice = {}] = choices;
  if (!isObject(choice)) throw invalidReply("a choice", kindOf(choice));
  return choice;
}

// Some servers send a list of parts; what is not text in it is not for us.
function textOf(value: Json | undefined): string {
  if (typeof value === "string") return value;
  if (value === undefined || value === null) return "";
  if (!Array.isArray(value)) throw invalidReply("text", kindOf(value));
  return value.map(part => (isObject(part) && typeof part.text === "string" ? part.text : "")).join("");
}

function callsOf(calls: Json | undefined, isWhole: boolean): readonly CallDelta[] {
  if (calls === undefined || calls === null) return [];
  if (!Array.isArray(calls)) throw invalidReply("a list of tool calls", kindOf(calls));
  return calls.map((call, position) => {
    if (!isObject(call)) throw invalidReply("a tool call", kindOf(call));
    const target = isObject(call.function) ? call.function : {};
    const index = isWhole ? position : call.index;
    return {
      ...(typeof index === "number" && { index }),
      ...(typeof call.id === "string" && call.id !== "" && { id: call.id }),
      ...(typeof target.name === "string" && target.name !== "" && { name: target.name }),
      argumentsText: argumentsOf(target.arguments),
      source: call,
    };
  });
}

function argumentsOf(value: Json | undefined): string {
  if (typeof value === "string") return value;
  return value === undefined || value === null ? "" : JSON.stringify(value);
}
