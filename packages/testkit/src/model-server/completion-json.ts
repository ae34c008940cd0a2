import type { ResolvedMessage } from "./resolved-message.ts";

/** The one body of a reply that is not streamed. */
export function completionJson(message: ResolvedMessage): Readonly<Record<string, unknown>> {
  const { script, calls, usage } = message;
  const content = script.text ?? null;
  const choice = {
    index: 0,
    message: {
      role: "assistant",
      content,
      refusal: script.refusal ?? null,
      ...(script.reasoning !== undefined && { reasoning_content: script.reasoning }),
      ...(calls.length > 0 && {
        tool_calls: calls.map(({ head, name, argumentsText }) => ({
          ...head,
          function: { name, arguments: argumentsText },
        })),
      }),
      ...script.extra,
    },
    finish_reason: message.finishReason,
  };
  return { ...frame(message.model, "chat.completion"), choices: [choice], ...(usage && { usage }) };
}

/** What every body and chunk has. */
export function frame(model: string, object: string): Readonly<Record<string, unknown>> {
  return { id: "chatcmpl-1", object, created: 1_700_000_000, model };
}
