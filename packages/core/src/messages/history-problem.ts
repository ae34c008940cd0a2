import { type Message, toolCallsOf } from "./message.ts";

/**
 * What is wrong with a history, as one sentence; nothing when it is valid: it starts with a system or a user message,
 * every tool call is answered exactly once and directly behind the message that made it, no answer is without a call, and
 * call ids are unique.
 */
export function historyProblem(messages: readonly Message[]): string | undefined {
  const first = messages[0];
  if (!first) return "The history is empty.";
  if (first.role !== "system" && first.role !== "user")
    return `The history starts with role "${first.role}".`;
  const seen = new Set<string>();
  let open: string[] = [];
  for (const [index, message] of messages.entries()) {
    const problem = message.role === "tool" ? answerProblem(open, message.callId) : openProblem(open);
    if (problem) return `Message ${index}: ${problem}`;
    if (message.role === "tool") open = open.filter(id => id !== message.callId);
    for (const { id } of toolCallsOf(message)) {
      if (seen.has(id)) return `Message ${index}: the call id "${id}" is not unique.`;
      seen.add(id);
      open.push(id);
    }
  }
  const unanswered = openProblem(open);
  return unanswered && `At the end ${unanswered}`;
}

function answerProblem(open: readonly string[], id: string): string | undefined {
  return open.includes(id) ? undefined : `the answer to "${id}" has no open call directly before it.`;
}

function openProblem(open: readonly string[]): string | undefined {
  return open.length ? `the calls ${open.map(id => `"${id}"`).join(", ")} are not answered.` : undefined;
}
