import type { Json } from "@tinycodeagent/core";
import { harmless } from "../terminal/harmless.ts";
import type { Sink } from "../terminal/output.ts";
import type { Reporter } from "./reporter.ts";

/** Only the answer: a string as it is, anything else as JSON. */
export function quietReporter({ write }: Sink): Reporter {
  return {
    onOpen() {},
    onEvent(event) {
      if (event.type !== "run_end") return;
      const { result } = event;
      const hasAnswer = result.status === "completed" || result.status === "step_limit";
      if (hasAnswer && result.output !== undefined) write(`${answerText(result.output)}\n`);
    },
  };
}

/** An answer as text. */
export function answerText(answer: Json): string {
  return harmless(typeof answer === "string" ? answer : JSON.stringify(answer, null, 2));
}
