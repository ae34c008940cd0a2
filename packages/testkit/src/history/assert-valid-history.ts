import { historyProblem, type Message } from "@tinycodeagent/core";

/**
 * Throws when a model's API would refuse the history: an unanswered call, an answer without a call, an id used twice.
 */
export function assertValidHistory(messages: readonly Message[]): void {
  const problem = historyProblem(messages);
  if (problem) throw new Error(`Expected a valid history, got ${outline(messages)}. ${problem}`);
}

function outline(messages: readonly Message[]): string {
  return `[${messages.map(outlineOf).join(", ")}]`;
}

function outlineOf(message: Message): string {
  if (message.role === "tool") return `tool(${message.callId})`;
  if (message.role !== "assistant") return message.role;
  const ids = message.content.flatMap(part => (part.type === "tool_call" ? [part.id] : []));
  return `assistant(${ids.join(" ")})`;
}
