import { type Json, textOf, toolCallsOf } from "@tinycodeagent/core";
import { duration, tokens } from "./amounts.ts";
import type { Blocks } from "./blocks.ts";
import { type CodeStream, createCodeStream } from "./code-stream.ts";
import type { EventHandlers } from "./handlers.ts";
import { styles } from "./styles.ts";

/** The model's side of a step. */
export interface ModelView {
  readonly handlers: EventHandlers;
  /** Whether this code was on the screen already while the model wrote it. True once for each. */
  hasShown(code: string): boolean;
  /** Whether the last reply was this text and nothing else. */
  hasSaid(answer: Json): boolean;
}

/** Shows steps, reasoning, text and code as the model writes them. */
export function modelView(blocks: Blocks, { countsTokens }: { readonly countsTokens: boolean }): ModelView {
  let text = "";
  let said: string | undefined;
  let live: { readonly callId: string; readonly stream: CodeStream } | undefined;

  function reset(): void {
    text = "";
    live = undefined;
  }

  return {
    hasSaid: answer => answer === said,
    hasShown(code) {
      const isLive = live?.stream.code === code || (!!code.trim() && text.includes(code.trim()));
      reset();
      return isLive;
    },
    handlers: {
      step_start({ step }) {
        reset();
        blocks.gap();
        blocks.line(styles.heading, `Step ${step}`);
      },
      reasoning: ({ text: piece }) => blocks.stream(styles.reasoning, piece),
      text({ text: piece }) {
        text += piece;
        blocks.stream(styles.text, piece);
      },
      tool_input({ callId, name, text: piece }) {
        if (name !== "run_python") return;
        live ??= { callId, stream: createCodeStream() };
        if (live.callId === callId) blocks.stream(styles.code, live.stream.add(piece));
      },
      model_retry({ delayMs, reason }) {
        reset();
        blocks.line(
          styles.state,
          `${reason} Asking again in ${duration(delayMs)}; the reply so far is void.`,
        );
      },
      model_end({ message }) {
        said = toolCallsOf(message).length === 0 ? textOf(message).trim() : undefined;
      },
      step_end({ record }) {
        if (live) blocks.line(styles.state, "This code was not run.");
        if (countsTokens) blocks.line(styles.faint, `  ${tokens(record.usage)}`);
      },
    },
  };
}
