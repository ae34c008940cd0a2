import type { Json, ToolCallReply } from "@tinycodeagent/core";
import { counted, cut } from "./amounts.ts";
import type { Blocks } from "./blocks.ts";
import type { EventHandlers } from "./handlers.ts";
import { styles } from "./styles.ts";

/** Calls of one tool that are shown in one cell; the others are counted. */
const maxShown = 3;
const maxValueChars = 100;
/** What these do is shown at the end of the run. */
const ownTools: readonly string[] = ["final_answer", "ask_question"];

/** The tools' side of the view. */
export interface ToolView {
  readonly handlers: EventHandlers;
  /** Whether a value is only the reply to `final_answer`. */
  isAnswer(value: Json | undefined): boolean;
}

/** Shows calls with what they gave; of many calls in one cell, the first few and a count. */
export function toolView(blocks: Blocks): ToolView {
  const inputs = new Map<string, Json>();
  const counts = new Map<string, number>();
  let ownReply: Json | undefined;

  function showRest(): void {
    for (const [name, count] of counts) {
      if (count > maxShown) blocks.line(styles.call, `${name}: ${counted(count, "call")} in all`);
    }
    counts.clear();
  }

  return {
    isAnswer: value => value !== undefined && value === ownReply,
    handlers: {
      execution_start: () => counts.clear(),
      tool_start({ callId, input }) {
        inputs.set(callId, input);
      },
      tool_end({ callId, name, reply }) {
        const input = inputs.get(callId) ?? {};
        inputs.delete(callId);
        if (ownTools.includes(name) && reply.ok) {
          ownReply = reply.value;
          return;
        }
        const count = (counts.get(name) ?? 0) + 1;
        counts.set(name, count);
        if (count <= maxShown || !reply.ok) blocks.line(styles.call, callText(name, input, reply));
      },
      execution_end: showRest,
      step_end: showRest,
    },
  };
}

function callText(name: string, input: Json, reply: ToolCallReply): string {
  const outcome = reply.ok
    ? cut(JSON.stringify(reply.value), maxValueChars)
    : `${reply.error.kind}: ${reply.error.message}`;
  return `${name}(${argumentsText(input)}) ${reply.ok ? "=" : "failed,"} ${outcome}`;
}

function argumentsText(input: Json): string {
  if (typeof input !== "object" || input === null || Array.isArray(input))
    return cut(JSON.stringify(input), maxValueChars);
  const pairs = Object.entries(input).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return cut(pairs.join(", "), maxValueChars);
}
