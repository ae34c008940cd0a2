import type { SessionReport } from "@tinycodeagent/core";
import { note } from "../terminal/note.ts";
import type { Output } from "../terminal/output.ts";
import { jsonReporter } from "./json-reporter.ts";
import { quietReporter } from "./quiet-reporter.ts";
import type { Reporter } from "./reporter.ts";
import { type RunLabels, viewReporter } from "./view-reporter.ts";

/** How a run is told on standard output. */
export type Format = "view" | "json" | "quiet";

const formats = { view: viewReporter, json: jsonReporter, quiet: quietReporter };

/** The reporter of a format. Whatever the format, what the place does not hold is said on standard error, once. */
export function createReporter(format: Format, output: Output, labels: RunLabels): Reporter {
  const reporter = formats[format](output.out, labels);
  let isTold = labels.isPlaceKnown ?? false;
  return {
    onEvent: reporter.onEvent,
    onOpen(report) {
      reporter.onOpen(report);
      if (!isTold) noteReport(output, report);
      isTold = true;
    },
  };
}

function noteReport({ notes }: Output, { warnings, unenforced }: SessionReport): void {
  for (const warning of warnings) note(notes, `${sentence(warning)}.`, "yellow");
  if (unenforced.length > 0) note(notes, `Not held in this place: ${unenforced.join(", ")}.`, "yellow");
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
