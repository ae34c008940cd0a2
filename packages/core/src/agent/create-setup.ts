import { createAgentBroker } from "../action/agent-broker.ts";
import { askQuestionTool, finalAnswerTool } from "../built-in-tools/index.ts";
import { defaultTextLimits } from "../observation/observation.ts";
import type { Run } from "../run/run.ts";
import { createSessionHolder } from "../run/session-holder.ts";
import type { Tool } from "../tools/tool.ts";
import type { AgentSetup } from "./agent-setup.ts";
import { checkAgentOptions } from "./check-agent-options.ts";
import type { ActionMode, AgentOptions } from "./options.ts";

/**
 * Checks options and makes what all runs of an agent share. `current` is the run that is going on.
 * @throws CodeAgentError `OPTION_INVALID`, `TOOL_DUPLICATE`
 */
export function createSetup(options: AgentOptions<unknown>, current: () => Run | undefined): AgentSetup {
  const mode = checkAgentOptions(options);
  const tools = [...builtIns(options, mode, current), ...(options.tools ?? [])];
  const { policy, preload, requireIsolation } = options;
  return {
    options,
    mode,
    maxSteps: options.maxSteps ?? 20,
    textLimits: { ...defaultTextLimits, ...options.truncation },
    sessions: createSessionHolder({
      provider: options.provider,
      open: {
        ...(policy && { policy }),
        ...(preload && { preload }),
        ...(requireIsolation && { requireIsolation }),
      },
      createBroker: () => createAgentBroker(tools, current),
    }),
  };
}

function builtIns(
  options: AgentOptions<unknown>,
  mode: ActionMode,
  current: () => Run | undefined,
): readonly Tool[] {
  const finalAnswer = finalAnswerTool(options.outputSchema, value => {
    const run = current();
    if (!run || run.answer) return false;
    run.answer = { value };
    return true;
  });
  // A model with native tools asks by a call; one without them has only its code.
  const askQuestion = askQuestionTool(mode === "tools" ? "model" : "code", question => {
    const run = current();
    if (!run || run.question !== undefined) return false;
    run.question = question;
    return true;
  });
  return [finalAnswer, askQuestion];
}
