import { decideInRun } from "../action/decide-in-run.ts";
import { CodeAgentError } from "../errors/code-agent-error.ts";
import type { ModelInput } from "../hooks/hook.ts";
import { historyProblem } from "../messages/history-problem.ts";
import { noUsage } from "../model/usage.ts";
import type { ModelReply } from "./call-model.ts";
import type { Run } from "./run.ts";

/**
 * Asks the `beforeModel` deciders. A modified input holds for this one call: the run's own history stays whole.
 * @throws CodeAgentError `HOOK_DENIED`
 */
export async function decideModel(
  run: Run,
  input: ModelInput,
): Promise<{ kind: "run"; input: ModelInput } | { kind: "replace"; reply: ModelReply }> {
  const resolution = await decideInRun<ModelInput>(run, {
    deciders: run.hooks.deciders("beforeModel").map(hook => ({
      hook: hook.name,
      timeoutMs: hook.timeoutMs,
      decide: (value, context) => hook.beforeModel(value, context),
    })),
    input,
    signal: run.stop.signal,
    validate: value => Promise.resolve(checkInput(value, input)),
    subject: () => ({ kind: "model" }),
  });
  if (resolution.kind === "deny") throw denied(resolution.reason);
  if (resolution.kind === "run") return resolution;
  const { result } = resolution;
  return { kind: "replace", reply: replyOf(typeof result === "string" ? result : JSON.stringify(result)) };
}

function checkInput(value: ModelInput, known: ModelInput): { ok: true } | { ok: false; message: string } {
  if (!Array.isArray(value?.messages) || !Array.isArray(value.tools)) {
    return { ok: false, message: "expected messages and tools" };
  }
  const problem = historyProblem(value.messages);
  if (problem) return { ok: false, message: problem };
  const names = known.tools.map(tool => tool.name);
  const unknown = value.tools.find(tool => !names.includes(tool.name));
  return unknown ? { ok: false, message: `there is no tool "${unknown.name}"` } : { ok: true };
}

function replyOf(text: string): ModelReply {
  return {
    message: { role: "assistant", content: [{ type: "text", text }] },
    usage: noUsage,
    finishReason: "stop",
  };
}

function denied(reason: string): CodeAgentError {
  return new CodeAgentError(
    "HOOK_DENIED",
    `Expected the hooks to let the model be called, but one denied it: ${reason}`,
  );
}
