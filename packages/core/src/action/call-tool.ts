import type { Json } from "../contract/json.ts";
import type { ToolCallReply } from "../contract/tool-call.ts";
import type { ToolCallPart } from "../messages/message.ts";
import { headAndTail } from "../observation/head-and-tail.ts";
import { heldSession } from "../run/held-session.ts";
import type { Run } from "../run/run.ts";
import { brokerId } from "./agent-broker.ts";
import { type CallAnswer, textContent } from "./call-answer.ts";

/** Runs a tool that the model called, through the broker. Never throws. */
export async function callTool(run: Run, call: ToolCallPart, input: Json): Promise<CallAnswer> {
  const id = brokerId(run, call.id);
  const { signal } = run.stop;
  const reply = await heldSession(run).broker.call({ id, name: call.name, input, signal, source: "model" });
  return {
    content: textContent(headAndTail(replyText(reply), run.setup.textLimits)),
    isError: !reply.ok,
    action: {
      kind: "tool",
      callId: call.id,
      name: call.name,
      input,
      outcome: outcomeOf(reply, run.replacedCalls.has(id)),
    },
  };
}

function replyText(reply: ToolCallReply): string {
  if (!reply.ok) return `${reply.error.kind}: ${reply.error.message}`;
  return typeof reply.value === "string" ? reply.value : JSON.stringify(reply.value);
}

type ToolAction = Extract<CallAnswer["action"], { kind: "tool" }>;

function outcomeOf(reply: ToolCallReply, wasReplaced: boolean): ToolAction["outcome"] {
  if (wasReplaced) return { ran: false, reason: "A hook gave the result." };
  if (reply.ok || reply.error.kind === "failed") return { ran: true, result: reply };
  return { ran: false, reason: `${reply.error.kind}: ${reply.error.message}` };
}

/** The answer to a call that does not run. */
export function unrunCall(call: ToolCallPart, input: Json, reason: string): CallAnswer {
  return {
    content: textContent(reason),
    isError: true,
    action: { kind: "tool", callId: call.id, name: call.name, input, outcome: { ran: false, reason } },
  };
}
