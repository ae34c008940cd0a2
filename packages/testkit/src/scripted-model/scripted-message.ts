import { type AssistantMessage, estimateTokens, type ModelRequest, type Usage } from "@tinycodeagent/core";
import { inputTextOf } from "../script/call-input.ts";
import type { ScriptedReply } from "./scripted-reply.ts";

/** The message that a scripted reply stands for. `nextId` names calls that have no id. */
export function scriptedMessage(reply: ScriptedReply, nextId: () => string): AssistantMessage {
  return {
    role: "assistant",
    content: [
      ...(reply.reasoning ? [{ type: "reasoning", text: reply.reasoning } as const] : []),
      ...(reply.text ? [{ type: "text", text: reply.text } as const] : []),
      ...(reply.calls ?? []).map(call => ({
        type: "tool_call" as const,
        id: call.id ?? nextId(),
        name: call.name,
        inputText: inputTextOf(call),
      })),
    ],
  };
}

/** The usage of a scripted reply, estimated where the script is silent. */
export function scriptedUsage(reply: ScriptedReply, request: ModelRequest): Usage {
  const written = (reply.text ?? "") + (reply.calls ?? []).map(inputTextOf).join("");
  const reasoningTokens = estimateTokens(reply.reasoning ?? "");
  return {
    inputTokens: estimateTokens(JSON.stringify(request.messages)),
    cachedInputTokens: 0,
    outputTokens: estimateTokens(written) + reasoningTokens,
    reasoningTokens,
    requests: 1,
    ...reply.usage,
  };
}
