import type { UserPart } from "../messages/message.ts";
import type { ExecutionResult } from "../session/execution-result.ts";
import { describeDisplays } from "./describe-displays.ts";
import { describeState } from "./describe-state.ts";
import { headAndTail, type TextLimits } from "./head-and-tail.ts";

/** How much of each stream the model is shown: 3,000 tokens or 250 lines. */
export const defaultTextLimits: TextLimits = { maxTokens: 3000, maxLines: 250 };

/** Options of {@link observationOf}. */
export interface ObservationOptions {
  readonly limits: TextLimits;
  /** Whether the model takes pictures. */
  readonly images: boolean;
  /** Sentences for the end, such as what was done about a lost session. */
  readonly notes?: readonly string[];
}

/**
 * What the model is told of a cell: output, displays, value, what became of the state, and last of all the exception. Each
 * text is cut in the middle, never at its end.
 */
export function observationOf(result: ExecutionResult, options: ObservationOptions): readonly UserPart[] {
  const cut = (text: string) => headAndTail(text.replace(/\n$/, ""), options.limits);
  const displays = describeDisplays(result.displays, options);
  const sections = [
    ...(result.stdout ? [`stdout:\n${cut(result.stdout)}`] : []),
    ...(result.stderr ? [`stderr:\n${cut(result.stderr)}`] : []),
    ...spillLines(result),
    ...displays.lines,
    ...(result.status === "completed" && result.repr !== undefined ? [`value: ${cut(result.repr)}`] : []),
    ...describeState(result),
    ...(options.notes ?? []),
    ...exceptionLines(result, cut),
  ];
  const text = sections.length ? sections.join("\n") : quiet;
  return [{ type: "text", text }, ...displays.images];
}

const quiet = "The cell ran and printed nothing. Print a value, or end with an expression, to see it.";

function spillLines({ truncated }: ExecutionResult): readonly string[] {
  if (!truncated) return [];
  const file = truncated.spillPath ? ` What was left out is in the file ${truncated.spillPath}.` : "";
  return [
    `The cell wrote ${truncated.totalBytes} bytes; ${truncated.omittedBytes} of them are not shown.${file}`,
  ];
}

function exceptionLines(result: ExecutionResult, cut: (text: string) => string): readonly string[] {
  if (!("exception" in result) || !result.exception) return [];
  const { name, message, traceback } = result.exception;
  return [cut(traceback || `${name}: ${message}`)];
}
