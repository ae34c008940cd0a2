import { CodeAgentError } from "../errors/code-agent-error.ts";
import { textOf } from "../messages/message.ts";
import { parseWith } from "../tools/parse.ts";
import type { ParsedInput, ToolSchema } from "../tools/tool.ts";
import type { ModelReply } from "./call-model.ts";
import type { Run } from "./run.ts";
import type { StepDraft } from "./step-draft.ts";
import { tellModel } from "./tell-model.ts";

/** Empty replies in a row until the run fails. */
export const maxEmptyReplies = 3;

/** Takes a reply without action for the answer, when it is one. */
export async function readText(run: Run, reply: ModelReply, step: StepDraft): Promise<void> {
  const text = textOf(reply.message).trim();
  if (reply.finishReason === "filtered") run.failure = filtered();
  if (!text) return readEmpty(run, step);
  run.emptyReplies = 0;
  step.add(reply.message);
  if (run.failure) return;
  if (reply.finishReason === "length") return tellModel(step, cutOff);
  const answer = await readAnswer(text, run.setup.options.outputSchema);
  if (answer.ok) run.answer ??= { value: answer.value };
  else
    tellModel(
      step,
      `Your reply is not an answer of the expected form: ${answer.message}. Give it by final_answer(value), or as JSON and nothing else.`,
    );
}

/** A text as the answer: as it is, or, where a form is expected, as JSON of that form. */
export async function readAnswer(text: string, schema: ToolSchema | undefined): Promise<ParsedInput> {
  return schema ? parseWith(schema, jsonOrText(text)) : { ok: true, value: text };
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

// An empty message is refused by some services: only the reminder is kept.
function readEmpty(run: Run, step: StepDraft): void {
  run.emptyReplies += 1;
  tellModel(step, run.setup.mode === "tools" ? emptyForTools : emptyForFenced);
  if (run.emptyReplies < maxEmptyReplies) return;
  run.failure ??= new CodeAgentError(
    "MODEL_RESPONSE_INVALID",
    `Expected text or a call from the model, got ${maxEmptyReplies} empty replies in a row. Try again, or use another model.`,
  );
}

function filtered(): CodeAgentError {
  return new CodeAgentError(
    "MODEL_REFUSED",
    "Expected a reply, but the model's service filtered it. Word the task differently, or use another model.",
  );
}

const cutOff = "Your reply was cut off at its length limit. Go on, and be brief.";
const emptyForTools = "Your reply was empty. Call a tool, or give the answer by final_answer.";
const emptyForFenced = "Your reply was empty. Write a ```python block, or reply with the answer.";
