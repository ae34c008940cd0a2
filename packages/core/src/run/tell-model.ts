import type { StepDraft } from "./step-draft.ts";

/** Says something to the model as the user's side. */
export function tellModel(step: StepDraft, text: string): void {
  step.add({ role: "user", content: [{ type: "text", text }] });
}
