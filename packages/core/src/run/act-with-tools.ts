import { answerMessage, type CallAnswer } from "../action/call-answer.ts";
import { callTool, unrunCall } from "../action/call-tool.ts";
import { parseArguments } from "../action/parse-arguments.ts";
import { runCell } from "../action/run-cell.ts";
import { parseRunPython, runPythonSignature } from "../built-in-tools/index.ts";
import type { Json } from "../contract/json.ts";
import { type ToolCallPart, toolCallsOf } from "../messages/message.ts";
import type { ModelReply } from "./call-model.ts";
import { readText } from "./read-text.ts";
import { type Run, stopReasonOf } from "./run.ts";
import type { StepDraft } from "./step-draft.ts";

/** Runs the calls of a reply in order and answers each exactly once; a reply without calls is an answer. */
export async function actWithTools(run: Run, reply: ModelReply, step: StepDraft): Promise<void> {
  const calls = toolCallsOf(reply.message);
  if (calls.length === 0) return readText(run, reply, step);
  run.emptyReplies = 0;
  step.add(reply.message);
  for (const call of calls) {
    const answer = await answerCall(run, call);
    step.add(answerMessage(call, answer));
    step.act(answer.action);
  }
}

async function answerCall(run: Run, call: ToolCallPart): Promise<CallAnswer> {
  const parsed = parseArguments(call.inputText);
  const input: Json = parsed.ok ? parsed.input : call.inputText;
  const stopped = stopReasonOf(run);
  if (stopped) return unrunCall(call, input, stopped);
  if (!parsed.ok) return unrunCall(call, input, `invalid: ${parsed.message}`);
  if (call.name !== runPythonSignature.name) return callTool(run, call, input);
  const cell = await parseRunPython(input);
  if (cell.ok) return runCell(run, cell.code);
  return unrunCall(call, input, `invalid: Invalid input for "${call.name}": ${cell.message}.`);
}
