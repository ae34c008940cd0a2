import type { Json } from "@tinycodeagent/core";
import { inputTextOf } from "../script/call-input.ts";
import type { ScriptedCall } from "../scripted-model/scripted-reply.ts";
import type { OllamaMessageReply, OllamaScriptedCall } from "./script.ts";

/** A reply in Ollama's own words only. */
export interface WireReply extends Omit<OllamaMessageReply, "calls"> {
  readonly calls: readonly OllamaScriptedCall[];
}

/** Puts what a `ScriptedModel` would take into Ollama's words. */
export function wireReply(reply: OllamaMessageReply): WireReply {
  const { reasoning, finishReason, usage, calls = [], ...own } = reply;
  return {
    ...(reasoning !== undefined && { thinking: reasoning }),
    ...(finishReason === "length" && { doneReason: "length" }),
    ...(usage?.inputTokens !== undefined && { inputTokens: usage.inputTokens }),
    ...(usage?.outputTokens !== undefined && { outputTokens: usage.outputTokens }),
    ...own,
    calls: calls.map(call => ({
      name: call.name,
      arguments: "arguments" in call ? call.arguments : inputOf(call),
    })),
  };
}

// Ollama sends an object: a text that is not JSON can only be sent as a text.
function inputOf(call: ScriptedCall): Json {
  const text = inputTextOf(call);
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
