import type {
  DisplayEvent,
  EndEvent,
  ExceptionEvent,
  ExecutionEvent,
  ResultEvent,
  TruncatedEvent,
} from "../contract/events.ts";
import { boundedText } from "./bounded-text.ts";
import type { ExecutionResult } from "./execution-result.ts";

/** Makes the result of an execution from its events. */
export interface ResultCollector {
  add(event: ExecutionEvent): void;
  /** The result, once `end` was added. */
  result(durationMs: number): ExecutionResult | undefined;
}

/** Makes a {@link ResultCollector}. */
export function collectResult(): ResultCollector {
  const stdout = boundedText();
  const stderr = boundedText();
  const displays = boundedDisplays();
  let truncated: TruncatedEvent | undefined;
  let exception: ExceptionEvent | undefined;
  let value: ResultEvent | undefined;
  let end: EndEvent | undefined;
  return {
    add(event) {
      if (event.type === "stdout") stdout.append(event.text);
      else if (event.type === "stderr") stderr.append(event.text);
      else if (event.type === "display") displays.add(event.data);
      else if (event.type === "truncated") truncated = event;
      else if (event.type === "exception") exception = event;
      else if (event.type === "result") value = event;
      else if (event.type === "end") end = event;
    },
    result(durationMs) {
      if (!end) return undefined;
      const outcome = {
        stdout: stdout.toString() + (truncated ? tailNotice(truncated) : ""),
        stderr: stderr.toString(),
        displays: displays.kept,
        state: end.state,
        end,
        durationMs,
        ...(truncated && { truncated }),
      };
      return { ...outcome, ...endingOf(end, exception, value) };
    },
  };
}

function tailNotice({ omittedBytes, spillPath, tail }: TruncatedEvent): string {
  const where = spillPath ? `; the rest is in ${spillPath}` : "";
  return `\n[… ${omittedBytes} bytes omitted${where} …]\n${tail}`;
}

type Ending<T = ExecutionResult> = T extends ExecutionResult
  ? Omit<T, "stdout" | "stderr" | "truncated" | "displays" | "state" | "end" | "durationMs">
  : never;

function endingOf(end: EndEvent, exception?: ExceptionEvent, value?: ResultEvent): Ending {
  const raised = exception && {
    exception: { name: exception.name, message: exception.message, traceback: exception.traceback },
  };
  if (end.reason === "exit") return { status: "exit", exitCode: end.exitCode ?? 0 };
  if (end.reason === "completed") {
    return {
      status: "completed",
      ...(value && { repr: value.repr }),
      ...(value?.value !== undefined && { value: value.value }),
    };
  }
  if (end.reason !== "exception") return { status: end.reason, ...raised };
  return { status: "exception", ...(raised ?? { exception: { name: "Error", message: "", traceback: "" } }) };
}

/** What a result keeps of a cell's displays, whatever the provider lets through. */
const maxDisplays = 100;
const maxDisplayBytes = 32 * 1024 * 1024;

function boundedDisplays(): { readonly kept: DisplayEvent["data"][]; add(data: DisplayEvent["data"]): void } {
  const kept: DisplayEvent["data"][] = [];
  let bytes = 0;
  return {
    kept,
    add(data) {
      bytes += Object.values(data).reduce((sum, content) => sum + content.length, 0);
      if (kept.length < maxDisplays && bytes <= maxDisplayBytes) kept.push(data);
    },
  };
}
