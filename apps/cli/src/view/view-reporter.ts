import type { AgentEvent } from "@tinycodeagent/core";
import type { Sink } from "../terminal/output.ts";
import { createBlocks } from "./blocks.ts";
import { endingView } from "./ending-view.ts";
import { executionView } from "./execution-view.ts";
import type { EventHandlers } from "./handlers.ts";
import { modelView } from "./model-view.ts";
import type { Reporter } from "./reporter.ts";
import { styles } from "./styles.ts";
import { toolView } from "./tool-view.ts";

/** What the view says of the run as a whole. */
export interface RunLabels {
  /** The first line. */
  readonly title: string;
  /** Whether files that were made are still there after the run. */
  readonly keepsFiles: boolean;
  /** Whether no model service was asked: then nothing is said of tokens. */
  readonly isScripted?: boolean;
  /** Whether the user was told already what the place does not hold. */
  readonly isPlaceKnown?: boolean;
}

/** The run for a person at a terminal, as it happens. */
export function viewReporter(sink: Sink, { title, keepsFiles, isScripted = false }: RunLabels): Reporter {
  const blocks = createBlocks(sink);
  const model = modelView(blocks, { countsTokens: !isScripted });
  const tools = toolView(blocks);
  const execution = executionView(blocks, { hasShown: model.hasShown, isAnswer: tools.isAnswer });
  const parts: readonly EventHandlers[] = [
    model.handlers,
    execution,
    tools.handlers,
    endingView(blocks, { keepsFiles, countsTokens: !isScripted, hasSaid: model.hasSaid }),
  ];
  return {
    onOpen({ versions }) {
      const python = versions.python ? ` · Python ${versions.python}` : "";
      blocks.line(styles.faint, `tinycodeagent · ${title}${python}`);
    },
    onEvent(event) {
      for (const part of parts) handle(part, event);
    },
  };
}

function handle(handlers: EventHandlers, event: AgentEvent): void {
  const handler = handlers[event.type] as ((event: AgentEvent) => void) | undefined;
  handler?.(event);
}
