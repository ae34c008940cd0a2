import { answerMessage } from "../action/call-answer.ts";
import { unrunCall } from "../action/call-tool.ts";
import { cutMessage } from "../action/cut-message.ts";
import { findFencedBlock } from "../action/fenced-block.ts";
import { runCell } from "../action/run-cell.ts";
import { textOf, toolCallsOf } from "../messages/message.ts";
import type { ModelReply } from "./call-model.ts";
import { readText } from "./read-text.ts";
import type { Run } from "./run.ts";
import type { StepDraft } from "./step-draft.ts";
import { tellModel } from "./tell-model.ts";

/** Runs the first Python block of a reply; a reply without one is an answer. */
export async function actFenced(run: Run, reply: ModelReply, step: StepDraft): Promise<void> {
  const block = findFencedBlock(textOf(reply.message));
  const calls = toolCallsOf(reply.message);
  if (!block && calls.length === 0) return readText(run, reply, step);
  run.emptyReplies = 0;
  step.add(block ? cutMessage(reply.message, block.end) : reply.message);
  for (const call of calls) {
    const answer = unrunCall(call, call.inputText, notOffered);
    step.add(answerMessage(call, answer));
    step.act(answer.action);
  }
  if (!block) return;
  const wasCut = !block.isClosed && reply.finishReason === "length";
  if (wasCut || !block.code.trim()) return tellModel(step, wasCut ? cutCode : emptyCode);
  const { content, action } = await runCell(run, block.code);
  step.add({ role: "user", content: [{ type: "text", text: "Observation:" }, ...content] });
  step.act(action);
}

const notOffered = "not run: there are no tools to call. Act by writing a ```python block.";
const cutCode = "Your code was not run: the reply was cut off before its end. Write it again, shorter.";
const emptyCode = "Your code block was empty: nothing was run.";
