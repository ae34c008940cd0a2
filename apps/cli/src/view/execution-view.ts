import type { DisplayEvent, ExecutionEvent, ExecutionResult, Json } from "@tinycodeagent/core";
import { counted, cut, duration, size } from "./amounts.ts";
import type { Blocks } from "./blocks.ts";
import type { EventHandlers } from "./handlers.ts";
import { styles } from "./styles.ts";

const maxValueChars = 2000;

/** What the other parts know of a cell. */
export interface CellFacts {
  hasShown(code: string): boolean;
  /** Whether a value is only the reply to `final_answer`. */
  isAnswer(value: Json | undefined): boolean;
}

/** Shows code that is new, output as it comes, and how the cell ended. */
export function executionView(blocks: Blocks, facts: CellFacts): EventHandlers {
  return {
    execution_start({ cell }) {
      if (!facts.hasShown(cell.code)) blocks.line(styles.code, cell.code);
    },
    execution: ({ event }) => showEvent(blocks, facts, event),
    execution_end: ({ result }) => showEnd(blocks, result),
  };
}

function showEvent(blocks: Blocks, facts: CellFacts, event: ExecutionEvent): void {
  if (event.type === "stdout" || event.type === "stderr") blocks.stream(styles[event.type], event.text);
  if (event.type === "display") blocks.line(styles.display, displayText(event.data));
  if (event.type === "result" && !facts.isAnswer(event.value)) {
    blocks.line(styles.value, cut(event.repr, maxValueChars));
  }
  if (event.type === "truncated") {
    blocks.line(styles.state, `${size(event.omittedBytes)} of output are left out here; the end of it:`);
    blocks.line(styles.stdout, event.tail);
  }
  if (event.type !== "exception") return;
  const lines = event.traceback.trimEnd().split("\n").slice(1, -1);
  blocks.line(styles.failure, event.message ? `${event.name}: ${event.message}` : event.name);
  if (lines.length > 0) blocks.line(styles.trace, lines.join("\n"));
}

function displayText(data: DisplayEvent["data"]): string {
  return Object.entries(data)
    .map(([type, content]) => `${type} ${size(content.length)}`)
    .join(", ");
}

function showEnd(blocks: Blocks, result: ExecutionResult): void {
  const { status, state } = result;
  const isPlain = status === "completed" || status === "exception";
  if (!isPlain) blocks.line(styles.state, `${stopText(result)} ${fates[state]}.`);
  else if (state !== "kept") blocks.line(styles.state, `${fates[state]}.`);
}

const fates = {
  kept: "Its variables are kept",
  restored: "The interpreter is as it was before this code",
  reset: "The interpreter is new and empty",
  lost: "The session is lost; a new one is opened when it is needed",
} as const;

function stopText(result: ExecutionResult): string {
  if (result.status === "exit") return `The code left with exit code ${result.exitCode}.`;
  if (result.status === "timeout")
    return `The code was stopped at its time limit, after ${duration(result.durationMs)}.`;
  const { signal, exitCode } = result.end;
  const cause = signal ? ` of ${signal}` : exitCode === undefined ? "" : ` with exit code ${exitCode}`;
  return {
    aborted: "The code was stopped.",
    memory: "The code was stopped at its memory limit.",
    output: `The code was stopped: it wrote more than ${counted(result.stdout.length, "character")}.`,
    crashed: `The interpreter died${cause}.`,
    completed: "",
    exception: "",
  }[result.status];
}
