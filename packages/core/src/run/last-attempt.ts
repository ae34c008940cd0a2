import { answerMessage } from "../action/call-answer.ts";
import { unrunCall } from "../action/call-tool.ts";
import { findFencedBlock } from "../action/fenced-block.ts";
import { textOf, toolCallsOf } from "../messages/message.ts";
import { callModel, type ModelReply } from "./call-model.ts";
import { type Ending, endingOf } from "./ending.ts";
import { modelTools } from "./model-tools.ts";
import { readAnswer } from "./read-text.ts";
import type { Run } from "./run.ts";
import { beginStep } from "./step-draft.ts";
import { userMessage } from "./tell-model.ts";

/**
 * After the last step: one more reply without tools, from what the model knows by now.
 * @throws CodeAgentError when the model could not be called
 */
export async function lastAttempt(run: Run): Promise<Ending> {
  run.step += 1;
  await run.emit({ type: "step_start", step: run.step });
  const step = beginStep(run);
  const reminder = userMessage(`You have used all ${run.setup.maxSteps} steps. ${lastWords}`);
  const reply = await callModel(
    run,
    { messages: [...run.messages, reminder], tools: modelTools(run) },
    "none",
  );
  step.add(reminder, ...(reply.message.content.length ? [reply.message] : []));
  for (const call of toolCallsOf(reply.message)) {
    const answer = unrunCall(call, call.inputText, "not run: the step limit was reached.");
    step.add(answerMessage(call, answer));
    step.act(answer.action);
  }
  await step.finish(reply.usage);
  return endingOf(run) ?? { status: "step_limit", ...(await outputOf(run, reply)) };
}

const lastWords =
  "No code is run any more: reply in text with the best answer you have, and say what is missing.";

async function outputOf(run: Run, { message }: ModelReply): Promise<{ readonly output?: unknown }> {
  const text = textOf(message);
  const block = run.setup.mode === "fenced" ? findFencedBlock(text) : undefined;
  const words = (block ? text.slice(0, block.start) : text).trim();
  if (!words) return {};
  const answer = await readAnswer(words, run.setup.options.outputSchema);
  return answer.ok ? { output: answer.value } : {};
}
