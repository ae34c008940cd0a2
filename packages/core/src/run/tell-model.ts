import type { UserMessage } from "../messages/message.ts";
import type { StepDraft } from "./step-draft.ts";

/** Says something to the model as the user's side. */
export function tellModel(step: StepDraft, text: string): void {
  step.add(userMessage(text));
}

/** A message of one text. */
export function userMessage(text: string): UserMessage {
  return { role: "user", content: [{ type: "text", text }] };
}
