import type { ExecutionResult } from "../session/execution-result.ts";

/** Why a cell stopped, and what became of the interpreter, where it is not just going on. */
export function describeState(result: ExecutionResult): readonly string[] {
  const stopped = stopSentence(result);
  const fate = fateSentence(result, stopped !== undefined);
  return [stopped, fate].filter(sentence => sentence !== undefined);
}

function stopSentence(result: ExecutionResult): string | undefined {
  if (result.status === "completed" || result.status === "exception") return undefined;
  if (result.status === "exit") return `The cell left with exit code ${result.exitCode}.`;
  return stops[result.status](result);
}

const stops = {
  timeout: result => `The cell was stopped: it ran into its time limit${after(result)}.`,
  aborted: () => "The cell was aborted.",
  memory: ({ end }) => `The cell was stopped: it ran into its memory limit.${largest(end)}`,
  output: () => "The cell was stopped: it wrote too much output.",
  crashed: ({ end }) => `The interpreter died${cause(end)}.`,
} as const satisfies Record<string, (result: ExecutionResult) => string>;

function after({ end, durationMs }: ExecutionResult): string {
  return ` after ${((end.durationMs ?? durationMs) / 1000).toFixed(1)} s`;
}

function largest({ largestVariables = [] }: ExecutionResult["end"]): string {
  const named = largestVariables.map(
    ({ name, sizeBytes }) => `${name} (${Math.ceil(sizeBytes / 1024 ** 2)} MiB)`,
  );
  return named.length ? ` The largest variables that are there now: ${named.join(", ")}.` : "";
}

function cause({ signal, exitCode }: ExecutionResult["end"]): string {
  if (signal) return ` of ${signal}`;
  return exitCode === undefined ? "" : ` with exit code ${exitCode}`;
}

function fateSentence({ state, status, end }: ExecutionResult, stopped: boolean): string | undefined {
  const why = end.unprotectedReason ? ` (${end.unprotectedReason})` : "";
  if (state === "restored")
    return "Variables, functions and imports are as they were before this cell. Files it changed stay changed.";
  if (state === "reset")
    return `The interpreter is new and empty${why}: variables, functions and imports are gone. Files stay.`;
  if (state === "lost") return "The session was lost, with its variables, functions and imports.";
  if (!stopped || status === "exit") return undefined;
  return "What it had done until then is kept: variables, functions and imports are there.";
}
