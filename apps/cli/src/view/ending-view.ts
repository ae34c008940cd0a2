import type { Artifact, Json, RunResult } from "@tinycodeagent/core";
import { counted, duration, size, tokens } from "./amounts.ts";
import type { Blocks } from "./blocks.ts";
import type { EventHandlers } from "./handlers.ts";
import { answerText } from "./quiet-reporter.ts";
import { styles } from "./styles.ts";

const titles: Readonly<Record<RunResult["status"], string>> = {
  completed: "Completed",
  failed: "Failed",
  aborted: "Stopped",
  budget: "Stopped: the time is up",
  step_limit: "Stopped at the step limit",
  needs_input: "Waiting for an answer",
};

/** What the ending depends on. */
export interface EndingFacts {
  readonly keepsFiles: boolean;
  readonly countsTokens: boolean;
  /** Whether an answer stands above already, as the model's last reply. */
  hasSaid(answer: Json): boolean;
}

/** Shows the answer, unless it is what the model said last, the files that were made, and the totals. */
export function endingView(
  blocks: Blocks,
  { keepsFiles, countsTokens, hasSaid }: EndingFacts,
): EventHandlers {
  return {
    run_end({ result }) {
      const answer = answerOf(result);
      if (answer !== undefined && !hasSaid(answer)) showAnswer(blocks, answer);
      if (result.artifacts.length > 0) showFiles(blocks, result.artifacts, keepsFiles);
      blocks.gap();
      blocks.line(styles.faint, summary(result, countsTokens));
    },
  };
}

function answerOf(result: RunResult): Json | undefined {
  return result.status === "completed" || result.status === "step_limit" ? result.output : undefined;
}

function showAnswer(blocks: Blocks, answer: Json): void {
  blocks.gap();
  blocks.line(styles.heading, "Answer");
  blocks.line(styles.answer, answerText(answer));
}

function showFiles(blocks: Blocks, artifacts: readonly Artifact[], keepsFiles: boolean): void {
  const width = Math.max(...artifacts.map(({ path }) => path.length));
  blocks.gap();
  blocks.line(styles.heading, "Files");
  for (const { path, change, sizeBytes } of artifacts) {
    blocks.line(styles.stdout, `${path.padEnd(width)}  ${change}, ${size(sizeBytes)}`);
  }
  if (!keepsFiles)
    blocks.line(styles.faint, "  They were in a private folder and are gone. Use --workdir to keep files.");
}

function summary({ status, steps, usage, durationMs }: RunResult, countsTokens: boolean): string {
  const used = countsTokens ? [tokens(usage)] : [];
  return [titles[status], counted(steps.length, "step"), ...used, duration(durationMs)].join(" · ");
}
