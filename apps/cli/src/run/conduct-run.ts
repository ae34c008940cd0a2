import { type AgentOptions, type RunOptions, type RunResult, TinyCodeAgent } from "@tinycodeagent/core";
import { note } from "../terminal/note.ts";
import type { Output } from "../terminal/output.ts";
import type { Reporter } from "../view/reporter.ts";
import { watchProvider } from "./watch-provider.ts";
import { watchSignals } from "./watch-signals.ts";

/** A run as the program conducts it. */
export interface Conduct {
  readonly task: string;
  readonly agent: AgentOptions;
  readonly inputs?: Omit<RunOptions, "signal">;
  readonly reporter: Reporter;
  readonly output: Output;
}

/** Runs a task, tells the reporter of all that happens, and answers Ctrl-C. Everything is closed when this returns. */
export async function conductRun({
  task,
  agent: options,
  inputs,
  reporter,
  output,
}: Conduct): Promise<RunResult> {
  const { provider, interruptCell } = watchProvider(options.provider, reporter.onOpen);
  using signals = watchSignals({ interruptCell, note: text => note(output.notes, text), left: output.left });
  await using agent = new TinyCodeAgent({ ...options, provider });
  const run = agent.stream(task, { ...inputs, signal: signals.signal });
  for await (const event of run) reporter.onEvent(event);
  return run.result;
}
