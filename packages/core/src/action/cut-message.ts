import type { AssistantMessage, AssistantPart } from "../messages/message.ts";

/** A message without the text behind a place, counted over all its text parts. */
export function cutMessage(message: AssistantMessage, end: number): AssistantMessage {
  const content: AssistantPart[] = [];
  let room = end;
  for (const part of message.content) {
    if (part.type !== "text") {
      content.push(part);
      continue;
    }
    const text = part.text.slice(0, room);
    room -= text.length;
    if (text) content.push({ ...part, text });
  }
  return { ...message, content };
}
