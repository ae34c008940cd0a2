import { actFenced } from "./act-fenced.ts";
import { actWithTools } from "./act-with-tools.ts";
import { callModel, type ModelReply } from "./call-model.ts";
import { type Ending, endingOf } from "./ending.ts";
import { modelTools } from "./model-tools.ts";
import type { Run } from "./run.ts";
import { beginStep } from "./step-draft.ts";

/**
 * One model reply and what comes of it. Whatever happens, each of its calls is answered when this returns.
 * @throws CodeAgentError when the model could not be called
 */
export async function takeStep(run: Run): Promise<Ending | undefined> {
  run.step += 1;
  await run.emit({ type: "step_start", step: run.step });
  const reply = await callModel(run, { messages: [...run.messages], tools: modelTools(run) }, "auto");
  const step = beginStep(run);
  const cells = run.executions;
  await act(run, reply, step);
  await step.finish(reply.usage);
  if (run.executions > cells) run.states?.keep(run.step);
  return endingOf(run);
}

function act(run: Run, reply: ModelReply, step: ReturnType<typeof beginStep>): Promise<void> {
  return run.setup.mode === "fenced" ? actFenced(run, reply, step) : actWithTools(run, reply, step);
}
