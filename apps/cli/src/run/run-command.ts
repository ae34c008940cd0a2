import type { AgentOptions } from "@tinycodeagent/core";
import type { RunWords } from "../arguments/parse-command-line.ts";
import type { ExitCode } from "../exit-codes.ts";
import { note } from "../terminal/note.ts";
import type { Output } from "../terminal/output.ts";
import { createReporter } from "../view/create-reporter.ts";
import { checkWorkdir } from "./check-workdir.ts";
import { chooseModel } from "./choose-model.ts";
import { conductRun } from "./conduct-run.ts";
import { exitCodeOf, noteEnding } from "./ending.ts";
import { countOf, millisecondsOf } from "./number-words.ts";
import { chooseProvider } from "./provider-word.ts";
import { readTask } from "./read-task.ts";

/**
 * Does one task. Every word is checked before anything runs.
 * @throws CodeAgentError what the words, or the model's service, are wrong about
 */
export async function runCommand(words: RunWords, output: Output): Promise<ExitCode> {
  const settings = await settingsOf(words);
  const task = await readTask(words.task);
  const choice = await chooseModel(words, process.env);
  const provider = await chooseProvider(words.provider, choice);
  if (choice.notice) note(output.notes, choice.notice, "yellow");
  const result = await conductRun({
    task,
    agent: { ...settings, model: await choice.open(), provider },
    reporter: createReporter(words.format, output, {
      title: `${choice.label} · ${provider.name}`,
      keepsFiles: words.workdir !== undefined,
      isScripted: choice.isScripted,
    }),
    output,
  });
  noteEnding(output.notes, result);
  return exitCodeOf(result);
}

async function settingsOf(words: RunWords): Promise<Omit<AgentOptions, "model" | "provider">> {
  const maxSteps = await countOf("--max-steps", words.maxSteps);
  const maxTimeMs = await millisecondsOf("--time-limit", words.timeLimit);
  const path = await checkWorkdir(words.workdir, process.env);
  return {
    ...(maxSteps && { maxSteps }),
    ...(maxTimeMs && { maxTimeMs }),
    ...(path && { policy: { workspace: { path } } }),
    ...(words.instructions && { instructions: words.instructions }),
  };
}
